import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from './config.ts';

/** The injection token of the configuration. */
export const CONFIG = Symbol('Config');

/** Hands the checked configuration to whoever asks for it. */
@Global()
@Module({})
export class ConfigModule {
  static forRoot(config: Config): DynamicModule {
    return { module: ConfigModule, providers: [{ provide: CONFIG, useValue: config }], exports: [CONFIG] };
  }
}
