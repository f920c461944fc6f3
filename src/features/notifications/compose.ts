import type { Keyring } from '../../platform/keyring.ts';
import { addressSeal, robotSeal } from './address-seal.ts';
import type { ClaimedDelivery } from './delivery-queries.ts';
import type { OutgoingMessage } from './outcome.ts';

/** What a message says, apart from where it goes. */
interface Words {
  readonly title: string;
  readonly lines: readonly string[];
  readonly path: string;
}

export interface DigestPart {
  readonly title: string;
  readonly lines: readonly string[];
  readonly path: string;
}

const PREFERENCES = '/desk/notifications/preferences';

const digestWords = (parts: readonly DigestPart[], publicUrl: string): Words => ({
  title: `今天的 ${parts.length} 条消息`,
  lines: parts.flatMap((part, index) => [
    `${index + 1}. ${part.title}`,
    ...part.lines,
    `办理：${publicUrl}${part.path}`,
  ]),
  path: '/desk/notifications',
});

const codeWords = (code: string): Words => ({
  title: `验证码 ${code}`,
  lines: [
    `验证码：${code}`,
    '30 分钟内在“消息设置”里填写，之后系统才会向这里发送消息。',
    '不是您本人填写的，请不要理会，也不要把验证码告诉他人。',
  ],
  path: PREFERENCES,
});

const TEST: Words = {
  title: '测试消息',
  lines: ['这是一条测试消息。收到它，说明这个通道可以使用。'],
  path: PREFERENCES,
};

/**
 * What a delivery says, or `undefined` when there is nothing to say any more.
 * @param parts the members of a digest
 */
const wordsOf = (
  row: ClaimedDelivery,
  parts: readonly DigestPart[],
  publicUrl: string,
  keyring: Keyring,
): Words | undefined => {
  switch (row.kind) {
    case 'DIGEST':
      return parts.length === 0 ? undefined : digestWords(parts, publicUrl);
    case 'CODE':
      return row.codeSealed === null || row.addressId === null
        ? undefined
        : codeWords(addressSeal(keyring, row.addressId).openCode(row.codeSealed));
    case 'TEST':
      return TEST;
    case 'NOTICE':
    case 'FINISH':
      return row.title === null || row.lines === null || row.path === null
        ? undefined
        : { title: row.title, lines: row.lines, path: row.path };
  }
};

type Destination = Pick<OutgoingMessage, 'address' | 'provider' | 'robot'>;

const NOWHERE: Destination = { address: '', provider: undefined, robot: undefined };

const destinationOf = (row: ClaimedDelivery, keyring: Keyring): Destination => {
  const { robotId, robotTokenSealed: token, robotSecretSealed: secret } = row;
  if (robotId !== null && token !== null && secret !== null) {
    const seal = robotSeal(keyring, robotId);
    return { ...NOWHERE, robot: { token: seal.openToken(token), secret: seal.openSecret(secret) } };
  }
  if (row.addressId === null || row.addressSealed === null) return NOWHERE;
  const seal = addressSeal(keyring, row.addressId);
  return {
    ...NOWHERE,
    address: seal.openAddress(row.addressSealed),
    provider: row.providerSealed === null ? undefined : seal.openProvider(row.providerSealed),
  };
};

/** The message as its channel sends it, or `undefined` when it has lost its content. */
export const composeMessage = (
  row: ClaimedDelivery,
  given: {
    readonly keyring: Keyring;
    readonly publicUrl: string;
    readonly parts: readonly DigestPart[];
  },
): OutgoingMessage | undefined => {
  const { keyring, publicUrl } = given;
  const words = wordsOf(row, given.parts, publicUrl, keyring);
  if (words === undefined) return undefined;
  return {
    deliveryId: row.id,
    resendCount: row.resendCount,
    title: words.title,
    lines: words.lines,
    url: `${publicUrl}${words.path}`,
    preferencesUrl: `${publicUrl}${PREFERENCES}`,
    until: row.untilAt,
    todoRef: row.kind === 'FINISH' ? row.todoRef : null,
    ...destinationOf(row, keyring),
  };
};
