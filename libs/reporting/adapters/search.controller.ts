import { Actor } from '#kernel/index';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiPage, ApiProblems } from '#platform/http/pages';
import { SearchHitBody, SearchQuery } from './search.dto.ts';
import { SearchReads } from './search-reads.ts';

@ApiTags('Search')
@Controller('api/v1/search')
export class SearchController {
  constructor(private readonly reads: SearchReads) {}

  @Get()
  @ApiOperation({ summary: 'Finds tasks, projects, milestones, comments, people and skills, best first' })
  @Needs('view_tasks', 'view_project')
  @ApiProblems({ 400: ['foreign_cursor', 'unknown_name'] })
  @ApiPage(SearchHitBody)
  search(@CurrentActor() actor: Actor, @Query() query: SearchQuery) {
    return this.reads.find(actor, query);
  }
}
