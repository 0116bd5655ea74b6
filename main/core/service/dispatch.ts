import type { z } from 'zod';
import {
  commands,
  type ApiError,
  type CommandName,
  type CommandOutput,
  type CommandSpec,
  type Reply,
} from '../../../preload/contract/command.ts';
import type { Actor } from './actor.ts';

type ParsedInput<N extends CommandName> = z.output<(typeof commands)[N]['input']>;

export type Handlers = {
  readonly [N in CommandName]: (input: ParsedInput<N>, actor: Actor) => Promise<Reply<CommandOutput<N>>>;
};

/** Checks, runs and answers one command. Never rejects: the reply carries the failure. */
export async function dispatch(
  handlers: Handlers,
  name: string,
  rawInput: unknown,
  actor: Actor,
  onUnexpected: (error: unknown) => void,
): Promise<Reply<unknown>> {
  if (!isCommandName(name)) return refuse('invalid-argument', 'There is no such command.');
  const spec: CommandSpec = commands[name];
  if (!actor.permissions.has(spec.permission)) {
    return refuse('denied', `This needs the right “${spec.permission}”.`);
  }
  const parsed = spec.input.safeParse(rawInput ?? {});
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.') || 'input').join(', ');
    return refuse('invalid-argument', `${name} cannot use what it was given: ${places}.`);
  }
  // The table pairs each name with the schema of its own handler; TypeScript cannot follow that through a union.
  const handler = handlers[name] as (input: unknown, actor: Actor) => Promise<Reply<unknown>>;
  try {
    return await handler(parsed.data, actor);
  } catch (error) {
    onUnexpected(error);
    return refuse('internal', `${name} failed inside Bucky. The log says more.`);
  }
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

function refuse(code: ApiError['code'], message: string): Reply<never> {
  return { ok: false, error: { code, message } };
}
