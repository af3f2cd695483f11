import {
  type DynamicModule,
  Global,
  Inject,
  type InjectionToken,
  Module,
  type ModuleMetadata,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Metrics } from './metrics.ts';
import { Readiness } from './readiness.ts';
import { TelemetryController } from './telemetry.controller.ts';

/** How the readiness checks are made: from these injected parts. */
export interface ReadinessOptions {
  imports?: ModuleMetadata['imports'];
  inject?: InjectionToken[];
  checks: (...parts: never[]) => Record<string, () => Promise<unknown>>;
}

/** `/health`, `/ready` and `/metrics`; `Metrics` is there for every module to add its own numbers. */
@Global()
@Module({})
export class TelemetryModule implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    private readonly metrics: Metrics,
  ) {}

  static register({ imports = [], inject = [], checks }: ReadinessOptions): DynamicModule {
    const readiness = {
      provide: Readiness,
      inject,
      useFactory: (...parts: never[]) => new Readiness(checks(...parts)),
    };
    return {
      module: TelemetryModule,
      imports,
      controllers: [TelemetryController],
      providers: [Metrics, readiness],
      exports: [Metrics],
    };
  }

  /** Before the routes are made; a hook that comes later would miss them. */
  onModuleInit(): void {
    const instance = this.host.httpAdapter?.getInstance?.() as FastifyInstance | undefined;
    if (instance) this.metrics.observe(instance);
  }
}
