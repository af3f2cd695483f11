import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Choice, Flag, JsonObject } from '#platform/http/fields';
import { Public } from '#platform/http/needs';
import { Metrics } from './metrics.ts';
import { Readiness } from './readiness.ts';

class HealthBody {
  @Choice(['ok']) status: string;
}

class ReadinessBody {
  @Flag({ description: 'Whether requests can be served' }) ready: boolean;
  @JsonObject({ description: 'Each check: ok or failed', example: { database: 'ok' } }) checks: Record<string, string>;
}

/** What the machinery around the process asks. */
@ApiTags('Operations')
@Controller()
export class TelemetryController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  /** The process lives. */
  @Get('health')
  @Public('An orchestrator has no token')
  @ApiOkResponse({ type: HealthBody })
  getHealth(): HealthBody {
    return { status: 'ok' };
  }

  /** The process can serve requests. */
  @Get('ready')
  @Public('An orchestrator has no token')
  @ApiOkResponse({ type: ReadinessBody })
  @ApiServiceUnavailableResponse({ type: ReadinessBody })
  async getReadiness(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessBody> {
    const verdict = await this.readiness.examine();
    if (!verdict.ready) void reply.status(503);
    return verdict;
  }

  /** Numbers for Prometheus. */
  @Get('metrics')
  @Public('Prometheus scrapes from inside; a proxy keeps the path from the world')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  getMetrics(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
