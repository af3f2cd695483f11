import { Migration } from '@mikro-orm/migrations';

/**
 * What lets searches use text and list indexes under row-level security on any server. PostgreSQL lets only leakproof
 * operators near the rows of another tenant; where the owner is no superuser, full-text, trigram and array operators are
 * none (see the end of 0001), and the application's role would walk through every row of the organization. So these
 * functions look up ids with the owner's rights, in the current organization only; whoever calls them reads the rows
 * themselves under its own rights.
 */
export class Search extends Migration {
  override up(): void {
    this.addSql(`drop index tasks_search`);
    this.addSql(`drop index tasks_title`);
    this.addSql(`create index tasks_search on tasks using gin (organization_id, search)`);
    this.addSql(`create index tasks_title on tasks using gin (organization_id, title gin_trgm_ops)`);
    this.addSql(`create index projects_title on projects using gin (organization_id, title gin_trgm_ops)`);
    this.addSql(`create index milestones_title on milestones using gin (organization_id, title gin_trgm_ops)`);
    this.addSql(`create index members_name on members using gin (organization_id, name gin_trgm_ops)`);
    this.addSql(`create index skills_spelled on skills using gin (organization_id, name gin_trgm_ops)`);
    this.addSql(`create index comments_words on comments using gin (organization_id, to_tsvector('simple', body))`);
    // The history of a project's board; categories are found by the statuses of today.
    this.addSql(
      `create index audit_entries_moves on audit_entries (organization_id, project_id, position)
         where action = 'task.status_changed'`,
    );

    this.addSql(`
      create function open_tasks_of(person uuid) returns setof uuid
        language sql stable security definer set search_path = public rows 50 as $$
        select id from tasks
        where organization_id = current_organization() and assignee_ids @> array[person]
          and status_category in ('backlog', 'todo', 'in_progress', 'review')
      $$`);

    // One statement for each kind, so that each is planned for the indexes it has; what is not asked for is not run.
    this.addSql(`
      create function search_matches(kinds text[], words tsquery, typed text, is_fuzzy boolean)
        returns table (kind text, id uuid)
        language plpgsql stable security definer rows 100
        set search_path = public set pg_trgm.word_similarity_threshold = 0.45 as $$
      declare
        tenant constant uuid := current_organization();
      begin
        if 'task' = any(kinds) then
          return query select 'task', t.id from tasks t where t.organization_id = tenant and t.search @@ words;
          if is_fuzzy then
            return query select 'task', t.id from tasks t
              where t.organization_id = tenant and typed <% t.title and not t.search @@ words;
          end if;
        end if;
        if 'comment' = any(kinds) then
          return query select 'comment', c.id from comments c
            where c.organization_id = tenant and to_tsvector('simple', c.body) @@ words and c.deleted_at is null;
        end if;
        if 'project' = any(kinds) then
          return query select 'project', p.id from projects p where p.organization_id = tenant
            and (to_tsvector('simple', p.key || ' ' || p.title || ' ' || p.description) @@ words
              or is_fuzzy and typed <% p.title);
        end if;
        if 'milestone' = any(kinds) then
          return query select 'milestone', m.id from milestones m where m.organization_id = tenant
            and (to_tsvector('simple', m.title || ' ' || m.description) @@ words or is_fuzzy and typed <% m.title);
        end if;
        if 'person' = any(kinds) then
          return query select 'person', m.user_id from members m where m.organization_id = tenant
            and m.status = 'active' and (to_tsvector('simple', m.name) @@ words or is_fuzzy and typed <% m.name);
        end if;
        if 'skill' = any(kinds) then
          return query select 'skill', s.id from skills s where s.organization_id = tenant
            and (to_tsvector('simple', s.name || ' ' || array_to_string(s.aliases, ' ')) @@ words
              or is_fuzzy and typed <% s.name);
        end if;
      end $$`);

    for (const lookup of ['open_tasks_of(uuid)', 'search_matches(text[], tsquery, text, boolean)']) {
      this.addSql(`revoke execute on function ${lookup} from public`);
      this.addSql(`grant execute on function ${lookup} to muster_app`);
    }
  }
}
