import type { Read } from '../../platform/db/database.ts';
import { findSetting } from '../../platform/settings.ts';
import {
  DEFAULT_FACTOR_POLICY,
  factorPolicySchema,
  passwordProfileSchema,
  type SecurityPolicy,
} from './security-policy.ts';

export const FACTOR_SETTING = 'second_factor';
export const PASSWORD_SETTING = 'password_profile';

/** The policy in force; what is not set, or not readable, is the default. */
export const readSecurityPolicy = async (read: Read): Promise<SecurityPolicy> => {
  const factors = factorPolicySchema.safeParse(await findSetting(read, FACTOR_SETTING));
  const passwords = passwordProfileSchema.safeParse(await findSetting(read, PASSWORD_SETTING));
  return {
    factors: factors.success ? factors.data : DEFAULT_FACTOR_POLICY,
    passwords: passwords.success ? passwords.data : 'passphrase',
  };
};
