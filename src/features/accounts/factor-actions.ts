import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import { hashToken } from '../../platform/http/call.ts';
import { CommittedRefusal } from '../../platform/http/route.ts';
import type { Keyring, Place } from '../../platform/keyring.ts';
import { readTitle } from '../../platform/page/site-settings.ts';
import { newId, newToken } from '../../platform/random.ts';
import { openFor, replaceOwnSession } from './enter.ts';
import * as queries from './factor-queries.ts';
import {
  enrolmentUri,
  factorNotStarted,
  factorOff,
  factorRequired,
  isCode,
  normalizeFactor,
  RECOVERY_CODES,
  recoveryCodeOf,
  SECRET_BYTES,
  secretText,
  STEP_TRIES,
  stepOfCode,
  stepOver,
  wrongCode,
} from './factor-rules.ts';
import type { PasswordHasher } from './password-hash.ts';
import { factorLevelOf } from './security-policy.ts';
import { readSecurityPolicy } from './security-settings.ts';
import { demoOf } from './session-actions.ts';
import { deviceKnownSince, deviceOf } from './sessions.ts';
import { mayEnter, SIGN_IN, type SignInCall } from './sign-in-actions.ts';
import {
  type Credentials,
  endSessions,
  getCredentials,
  holdAccount,
  isKnownDevice,
} from './sign-in-queries.ts';
import { addressClass, locked, loginKey } from './sign-in-rules.ts';
import { sessionGone, wrongProof } from './errors.ts';
import { countTry, lockOfTries, type Tried } from './try-limits.ts';

type FactorCall = SignInCall & { readonly keyring: Keyring };
type OwnCall = FactorCall & { readonly actor: Actor };

const placeOf = (column: string, accountId: string): Place => ({
  table: 'second_factor',
  column,
  id: accountId,
});

const codeIndex = (keyring: Keyring, accountId: string, code: string): Buffer =>
  keyring.index('recovery-code', `${accountId}/${code}`);

/**
 * Wrong codes are counted like wrong passwords: a device that signed in before has a count of its own, so that
 * somebody who knows the password and guesses codes from elsewhere cannot lock the owner out (assurance A4).
 */
const triedOf = async (call: SignInCall, accountId: string): Promise<readonly Tried[]> => {
  const device = hashToken(deviceOf(call.cookies) ?? '');
  const since = deviceKnownSince(call.receivedAt);
  if (await isKnownDevice(call.tx, accountId, device, since))
    return [{ key: `code/device/${accountId}/${device.toString('hex')}`, limit: 10 }];
  return [
    { key: `code/network/${accountId}/${addressClass(call.client.address)}`, limit: 5 },
    { key: `code/elsewhere/${accountId}`, limit: 20 },
  ];
};

const lockOfAll = async (
  tx: Transaction,
  tried: readonly Tried[],
  at: Instant,
): Promise<Instant | undefined> => {
  for (const one of tried) {
    const until = await lockOfTries(tx, one, at);
    if (until !== undefined) return until;
  }
  return undefined;
};

/** Whether the code is right now; a right one is used up. */
const isRightCode = async (call: FactorCall, account: Credentials, typed: string) => {
  const { tx, keyring, receivedAt: at } = call;
  const code = normalizeFactor(typed);
  const { id: accountId } = account;
  // The account before its factor, as everywhere, so that no two requests wait for each other.
  if (!(await holdAccount(tx, account))) return false;
  const factor = await queries.lockFactor(tx, accountId);
  if (factor === undefined || factor.secretSealed === null) return false;
  if (!isCode(code))
    return await queries.useRecoveryCode(tx, accountId, codeIndex(keyring, accountId, code), at);
  const secret = keyring.open(factor.secretSealed, placeOf('secret_sealed', accountId));
  const step = stepOfCode(secret, code, at, factor.lastStep);
  if (step === undefined) return false;
  await queries.useStep(tx, accountId, step);
  return true;
};

/** The second step of signing in. */
export const takeSecondStep = async (
  call: FactorCall,
  body: { readonly token: string; readonly code: string },
) => {
  const { tx, receivedAt: at } = call;
  const tokenHash = hashToken(body.token);
  const accountId = await queries.findAccountOfStep(tx, tokenHash);
  if (accountId === undefined) throw stepOver();
  const account = await getCredentials(tx, accountId);
  if (!mayEnter(account) || !(await holdAccount(tx, account))) throw stepOver();
  const step = await queries.lockStep(tx, tokenHash);
  if (step === undefined || step.expires_at <= at || step.try_count >= STEP_TRIES) throw stepOver();
  const tried = await triedOf(call, accountId);
  const until = await lockOfAll(tx, tried, at);
  if (until !== undefined) throw locked(until, at);
  call.record({ subjectKind: SIGN_IN, subjectId: accountId, detail: { step: 'code' } });
  if (!(await isRightCode(call, account, body.code))) {
    await queries.countStepTry(tx, step.id);
    for (const one of tried) await countTry(tx, one, at);
    return new CommittedRefusal(wrongCode());
  }
  return await openFor(call, account);
};

const levelOf = async (read: Read, actor: Actor) =>
  factorLevelOf((await readSecurityPolicy(read)).factors, actor.roles);

export const getFactor = async (read: Read, actor: Actor) => {
  const factor = await queries.findFactor(read, actor.userId);
  return {
    level: await levelOf(read, actor),
    confirmedAt: factor?.confirmedAt ?? null,
    recoveryCodesLeft: await queries.countRecoveryCodes(read, actor.userId),
  };
};

/** A fresh secret for the phone; the one in use goes on until the new one has proved itself. */
export const startFactor = async (call: OwnCall) => {
  const { tx, actor, keyring, receivedAt: at } = call;
  if ((await levelOf(tx, actor)) === 'off') throw factorOff();
  const secret = secretText(Buffer.from(newToken(SECRET_BYTES), 'base64url'));
  const sealed = keyring.seal(secret, placeOf('pending_sealed', actor.userId));
  await queries.putPendingSecret(tx, { accountId: actor.userId, sealed, at });
  call.record({ subjectKind: 'account', subjectId: actor.userId });
  const account = await getCredentials(tx, actor.userId);
  return { secret, uri: enrolmentUri(secret, account.loginName, await readTitle(tx)) };
};

const newRecoveryCodes = async (call: OwnCall): Promise<string[]> => {
  const { tx, actor, keyring, receivedAt: at } = call;
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    recoveryCodeOf(Buffer.from(newToken(10), 'base64url')),
  );
  const rows = codes.map((code) => ({
    id: newId(at),
    index: codeIndex(keyring, actor.userId, normalizeFactor(code)),
  }));
  await queries.replaceRecoveryCodes(tx, actor.userId, rows, at);
  return codes;
};

/** The first code proves that the phone has the secret; from now on it is asked for, and this session starts anew. */
export const confirmFactor = async (call: OwnCall, typed: string) => {
  const { tx, actor, keyring, receivedAt: at } = call;
  const account = await getCredentials(tx, actor.userId);
  const tried = { key: `code/enrol/${actor.userId}`, limit: 20 };
  const until = await lockOfTries(tx, tried, at);
  if (until !== undefined) throw locked(until, at);
  if (!(await holdAccount(tx, account))) throw sessionGone();
  const factor = await queries.lockFactor(tx, actor.userId);
  if (factor === undefined || factor.pendingSealed === null) throw factorNotStarted();
  const secret = keyring.open(factor.pendingSealed, placeOf('pending_sealed', actor.userId));
  const step = stepOfCode(secret, normalizeFactor(typed), at, 0);
  if (step === undefined) {
    await countTry(tx, tried, at);
    call.record({ subjectKind: SIGN_IN, subjectId: actor.userId });
    return new CommittedRefusal(wrongCode());
  }
  await replaceOwnSession(call, account);
  const sealed = keyring.seal(secret, placeOf('secret_sealed', actor.userId));
  await queries.confirmFactor(tx, actor.userId, { sealed, step, at });
  const recoveryCodes = await newRecoveryCodes(call);
  call.record({ subjectKind: 'account', subjectId: actor.userId });
  await endSessions(tx, actor.userId, at);
  await openFor(call, account);
  return { recoveryCodes };
};

export const removeFactor = async (call: OwnCall): Promise<{ done: true }> => {
  const { tx, actor } = call;
  if ((await levelOf(tx, actor)) === 'required') throw factorRequired();
  await queries.deleteFactor(tx, actor.userId);
  await queries.replaceRecoveryCodes(tx, actor.userId, [], call.receivedAt);
  call.record({ subjectKind: 'account', subjectId: actor.userId });
  return { done: true };
};

export const renewRecoveryCodes = async (call: OwnCall) => {
  const factor = await queries.findFactor(call.tx, call.actor.userId);
  if (factor === undefined || factor.confirmedAt === null) throw factorNotStarted();
  call.record({ subjectKind: 'account', subjectId: call.actor.userId });
  return { recoveryCodes: await newRecoveryCodes(call) };
};

/** Nobody knows a password of the demo's invented people; one press is their proof as it is their sign-in. */
const isInvented = async (read: Read, loginName: string): Promise<boolean> => {
  const demo = await demoOf(read);
  return demo?.personas.some((one) => loginKey(one.loginName) === loginKey(loginName)) === true;
};

/** A fresh proof that it is still the same person: password or code; the session gets a new cookie (ASVS 7.2.4). */
export const proveIdentity = async (
  hasher: PasswordHasher,
  call: OwnCall,
  proof: string,
): Promise<{ done: true } | CommittedRefusal> => {
  const { tx, actor, receivedAt: at } = call;
  const tried = { key: `proof/${actor.userId}/${actor.sessionId}`, limit: 5 };
  const until = await lockOfTries(tx, tried, at);
  if (until !== undefined) throw locked(until, at);
  const account = await getCredentials(tx, actor.userId);
  call.record({ subjectKind: SIGN_IN, subjectId: actor.userId, detail: { step: 'proof' } });
  const isRight =
    (proof === '' && (await isInvented(tx, account.loginName))) ||
    (isCode(normalizeFactor(proof)) && (await isRightCode(call, account, proof))) ||
    (await hasher.matches(account.passwordHash, proof));
  if (!isRight) {
    await countTry(tx, tried, at);
    return new CommittedRefusal(wrongProof());
  }
  await replaceOwnSession(call, account);
  await openFor(call, account);
  return { done: true };
};
