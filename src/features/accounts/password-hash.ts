import { hash, verify } from '@node-rs/argon2';
import { newToken } from '../../platform/random.ts';
import { normalizePassword } from './password-rules.ts';

/** Cost of one Argon2id hash. */
export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
}

/** OWASP's first recommendation and the least that assurance A1 allows: 19 MiB, two passes, one lane. */
export const DEFAULT_COST: PasswordCost = { memoryKib: 19_456, passes: 2 };

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Without a stored hash it works as long and answers false, so that nobody learns which names exist. */
  matches(stored: string | null | undefined, password: string): Promise<boolean>;
  /** The hash was made at another cost and should be made anew at the next sign-in. */
  isStale(stored: string): boolean;
  /** A hash that no password matches: the old password ends while a reset is under way. */
  unmatchable(): Promise<string>;
}

/** Hashes with Argon2id on the thread pool; the caller bounds how many run at once (`createAdmission`). */
export const createPasswordHasher = (cost: PasswordCost = DEFAULT_COST): PasswordHasher => {
  const options = {
    // The library's own choice of algorithm is Argon2id; its names for them are not there at run time.
    memoryCost: cost.memoryKib,
    timeCost: cost.passes,
    parallelism: 1,
  };
  const make = (password: string): Promise<string> => hash(normalizePassword(password), options);
  const prefix = `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=1$`;
  let nobody: Promise<string> | undefined;
  return {
    hash: make,
    async matches(stored, password) {
      nobody ??= make(newToken());
      const real = stored?.startsWith('$argon2id$') === true ? stored : undefined;
      const isRight = await verify(real ?? (await nobody), normalizePassword(password));
      return isRight && real !== undefined;
    },
    isStale: (stored) => !stored.startsWith(prefix),
    unmatchable: () => make(newToken()),
  };
};
