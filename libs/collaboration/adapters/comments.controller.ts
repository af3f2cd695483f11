import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { ApiPage, IdParam, ShowQuery } from '#platform/http/pages';
import { DeleteComment, EditComment } from '../application/comment-changes.ts';
import { CommentOnTask } from '../application/comment-on-task.ts';
import { ReactToComment } from '../application/comment-reactions.ts';
import { CommentBody, CommentListQuery, CommentView, ReactionParam } from './comment.dto.ts';
import { CommentReads } from './comment-reads.ts';

@ApiTags('Comments')
@Needs('view_tasks')
@Controller('api/v1')
export class CommentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: CommentReads,
  ) {}

  @Get('tasks/:id/comments')
  @ApiOperation({ summary: 'What has been said about a task, the oldest first' })
  @ApiPage(CommentView)
  listComments(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: CommentListQuery) {
    return this.reads.listOfTask(actor, id, query);
  }

  @Post('tasks/:id/comments')
  @ApiOperation({ summary: 'Says something about a task; members whom the text calls are told' })
  @ApiCreatedResponse({ type: CommentView })
  async createComment(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() { body }: CommentBody) {
    return this.reads.one(
      actor,
      await this.commands.execute<CommentOnTask, string>(new CommentOnTask(actor, id, body)),
    );
  }

  @Get('comments/:id')
  @ApiOperation({ summary: 'One comment' })
  @ApiOkResponse({ type: CommentView })
  getComment(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ShowQuery) {
    return this.reads.one(actor, id, query);
  }

  @Patch('comments/:id')
  @ApiOperation({ summary: 'Words a comment anew' })
  @ApiOkResponse({ type: CommentView })
  async editComment(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() { body }: CommentBody,
    @IfMatch() version?: number,
  ) {
    await this.commands.execute(new EditComment(actor, id, body, version));
    return this.reads.one(actor, id);
  }

  @Delete('comments/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes a comment back' })
  async deleteComment(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @IfMatch() version?: number) {
    await this.commands.execute(new DeleteComment(actor, id, version));
  }

  @Put('comments/:id/reactions/:emoji')
  @ApiOperation({ summary: 'Puts one’s emoji under a comment' })
  @ApiOkResponse({ type: CommentView })
  async addReaction(@CurrentActor() actor: Actor, @Param() { id, emoji }: ReactionParam) {
    await this.commands.execute(new ReactToComment(actor, id, emoji, true));
    return this.reads.one(actor, id);
  }

  @Delete('comments/:id/reactions/:emoji')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes one’s emoji away' })
  async removeReaction(@CurrentActor() actor: Actor, @Param() { id, emoji }: ReactionParam) {
    await this.commands.execute(new ReactToComment(actor, id, emoji, false));
  }
}
