import { type Actor } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type Page } from '#platform/postgres/listing';
import { asHtml, hasMatch, markSimilar, MATCH_BEGINS, MATCH_ENDS } from '../domain/highlight.ts';
import { readSearch, type SearchWords } from '../domain/search-query.ts';
import { type SearchHitBody, type SearchQuery, searchTypes } from './search.dto.ts';
import { Sight } from './sight.ts';

const none = sql`null`;
const inTitle = `StartSel=${MATCH_BEGINS}, StopSel=${MATCH_ENDS}, HighlightAll=true`;
const inText = `StartSel=${MATCH_BEGINS}, StopSel=${MATCH_ENDS}, MaxFragments=1, MaxWords=25, MinWords=10`;
/** How much of a long text is looked through for a snippet. */
const SNIPPET_FROM = 10_000;

/** What one kind of thing shows of itself when found. */
interface Source {
  from: RawBuilder<unknown>;
  id: string;
  title: string;
  text?: string;
  key?: RawBuilder<unknown>;
  projectId?: RawBuilder<unknown>;
  taskId?: RawBuilder<unknown>;
  /** Where the words of title and text are kept; made on the way where absent. */
  vector?: RawBuilder<unknown>;
  subjects: readonly string[];
}

const sources: Record<(typeof searchTypes)[number], Source> = {
  task: {
    from: sql`tasks t on t.organization_id = h.organization_id and t.id = h.id`,
    id: 't.id',
    title: 't.title',
    text: 't.description',
    key: sql`t.key`,
    projectId: sql`t.project_id`,
    vector: sql`t.search`,
    subjects: ['Task'],
  },
  project: {
    from: sql`projects p on p.organization_id = h.organization_id and p.id = h.id`,
    id: 'p.id',
    title: 'p.title',
    text: 'p.description',
    key: sql`p.key`,
    projectId: sql`p.id`,
    subjects: ['Project'],
  },
  milestone: {
    from: sql`milestones m on m.organization_id = h.organization_id and m.id = h.id`,
    id: 'm.id',
    title: 'm.title',
    text: 'm.description',
    projectId: sql`m.project_id`,
    subjects: ['Milestone'],
  },
  comment: {
    from: sql`comments c on c.organization_id = h.organization_id and c.id = h.id and c.deleted_at is null
      join tasks t on t.organization_id = c.organization_id and t.id = c.task_id`,
    id: 'c.id',
    title: 't.title',
    text: 'c.body',
    key: sql`t.key`,
    projectId: sql`t.project_id`,
    taskId: sql`t.id`,
    vector: sql`setweight(to_tsvector('simple', c.body), 'C')`,
    subjects: ['Comment', 'Task'],
  },
  person: {
    from: sql`members m on m.organization_id = h.organization_id and m.user_id = h.id`,
    id: 'm.user_id',
    title: 'm.name',
    subjects: ['Member'],
  },
  skill: {
    from: sql`skills s on s.organization_id = h.organization_id and s.id = h.id`,
    id: 's.id',
    title: 's.name',
    text: 's.description',
    subjects: ['Skill'],
  },
};

/** Finds what the actor may see, whatever kind it is, best first, in one statement. */
@Injectable()
export class SearchReads {
  constructor(
    private readonly database: Database,
    private readonly sight: Sight,
  ) {}

  async find(actor: Actor, query: SearchQuery): Promise<Page<SearchHitBody>> {
    const wanted = readSearch(query.q);
    if (wanted.words.length + wanted.phrases.length === 0) return { data: [], next_cursor: null };
    const page = await listPage<SearchHitBody>(this.database, this.listing(actor, query, wanted), [], query);
    return { ...page, data: page.data.map((hit) => shown(hit, wanted)) };
  }

  private listing(actor: Actor, { q, types = [...searchTypes] }: SearchQuery, wanted: SearchWords): Listing {
    const words = tsquery(wanted);
    const branches = types.map((type) => this.branch(actor, type, words, wanted.typed ?? '', q));
    return {
      from: sql`(
        with hits as materialized (
          select ${actor.organizationId}::uuid as organization_id, kind, id
          from search_matches(${types}::text[], ${words}, ${wanted.typed ?? ''}, ${wanted.typed !== null})
        ) ${sql.join(branches, sql` union all `)}) r`,
      fields: {
        ...Object.fromEntries(
          ['type', 'id', 'title', 'key', 'project_id', 'task_id', 'score'].map((name) => [name, sql.ref(`r.${name}`)]),
        ),
        highlight: sql`ts_headline('simple', r.title, ${words}, ${inTitle})`,
        snippet: sql`ts_headline('simple', left(r.text, ${sql.lit(SNIPPET_FROM)}), ${words}, ${inText})`,
      },
      order: { score: { expression: sql`r.score`, type: 'numeric' } },
      defaultOrder: '-score',
      unique: { expression: sql`r.id`, type: 'uuid' },
    };
  }

  private branch(actor: Actor, type: keyof typeof sources, words: RawBuilder<unknown>, typed: string, q: string) {
    const source = sources[type];
    const title = sql.ref(source.title);
    const text = source.text ? sql.ref(source.text) : sql`null::text`;
    const vector =
      source.vector ??
      sql`(setweight(to_tsvector('simple', ${title}), 'A') || setweight(to_tsvector('simple', coalesce(${text}, '')), 'C'))`;
    const isKey = source.key ? sql`${source.key} = upper(${q.trim()})` : sql`false`;
    return sql`
      select ${sql.lit(type)} as type, ${sql.ref(source.id)} as id, ${title} as title, ${text} as text,
        ${source.key ?? none}::text as key, ${source.projectId ?? none}::uuid as project_id,
        ${source.taskId ?? none}::uuid as task_id,
        round((case when ${isKey} then 3 when ${vector} @@ ${words} then 1 + ts_rank(${vector}, ${words})
          else 0.9 * word_similarity(${typed}, ${title}) end)::numeric, 4) as score
      from hits h join ${source.from}
      where h.kind = ${sql.lit(type)} and ${sql.join(
        source.subjects.map((subject) => this.sight.of(actor, subject)),
        sql` and `,
      )}`;
  }
}

/** All phrases, and words that begin like those typed. Quotes and backslashes have a meaning there and are doubled. */
function tsquery({ phrases, words }: SearchWords): RawBuilder<unknown> {
  const beginnings = words.map((word) => `'${word.replace(/['\\]/g, '$&$&')}':*`);
  const parts = [
    ...phrases.map((phrase) => sql`phraseto_tsquery('simple', ${phrase})`),
    ...beginnings.map((beginning) => sql`to_tsquery('simple', ${beginning})`),
  ];
  return sql`(${sql.join(parts, sql` && `)})`;
}

/** The database marks whole words it has found; what is only alike is marked here. */
function shown({ highlight, snippet, ...hit }: SearchHitBody, { typed }: SearchWords): SearchHitBody {
  const body = { ...hit } as SearchHitBody;
  if (highlight !== undefined) {
    const isAlike = !hasMatch(highlight) && typed !== null && !(snippet && hasMatch(snippet));
    body.highlight = asHtml(isAlike ? markSimilar(highlight, typed) : highlight);
  }
  if (snippet !== undefined) body.snippet = snippet && hasMatch(snippet) ? asHtml(snippet) : null;
  return body;
}
