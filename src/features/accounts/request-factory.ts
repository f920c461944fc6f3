import { type Answer, type TestApp } from '../../../test/support/test-app.ts';
import { openBrowser } from './factory.ts';

/** The smallest image there is, for a letter of authority. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Form F24 as a stranger fills it in. */
export const REQUEST_FORM = {
  name: '程新来',
  duty: '教务处干事',
  mobile: '138 0000 1234',
  mailbox: 'cheng@example.cn',
  purpose: '办理本校试点申报',
};

export const uploadRequestLetter = async (app: TestApp, address: string): Promise<Answer> => {
  const boundary = 'letter';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="letter.png"\r\nContent-Type: image/png\r\n\r\n`;
  const response = await app.http.inject({
    method: 'POST',
    url: '/api/account-requests/letters',
    remoteAddress: address,
    headers: { 'x-onex-csrf': '1', 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), PNG, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
  return {
    status: response.statusCode,
    body: response.json(),
    text: response.payload,
    headers: response.headers,
  };
};

/** Sends the form with this letter, for the east school unless `change` says otherwise. */
export const sendAccountRequest = (
  app: TestApp,
  sent: { readonly address: string; readonly letter: Answer; readonly change?: object },
): Promise<Answer> =>
  openBrowser(app, sent.address).post('/api/account-requests', {
    ...REQUEST_FORM,
    organizationId: app.world.organizations.eastSchool,
    letterId: sent.letter.body.id,
    letterSecret: sent.letter.body.secret,
    ...sent.change,
  });
