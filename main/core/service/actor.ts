import { permissionSchema, type Permission } from '../../../preload/contract/command.ts';

/** Who asks. Every call carries one; what it may do is what its permissions say and nothing else. */
export interface Actor {
  /** Goes into the access log. */
  readonly name: string;
  /** Where the call came from: `window`, or the address of a browser. */
  readonly address: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** The one local user, who holds every permission until users and roles come. */
export function localUser(address: string): Actor {
  return { name: 'local', address, permissions: new Set(permissionSchema.options) };
}
