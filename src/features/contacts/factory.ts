import assert from 'node:assert/strict';
import type { Answer, Client, TestApp } from '../../../test/support/test-app.ts';
import type { Person } from '../../../test/support/world.ts';
import type { Duty } from './labels.ts';

/** Makes invented contacts by the real routes. */
export const expectStatus = (answer: Answer, status: number): Answer => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};

export const person = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  duty: 'FINANCE',
  name: '卓联络',
  department: '财务处',
  title: '科长',
  landline: '029-88880000',
  mobile: '13800000001',
  mailbox: 'zhuo@example.cn',
  validFrom: '2025-03-01',
  ...more,
});

export interface Found {
  readonly id: string;
  readonly version: number;
  readonly [key: string]: unknown;
}

/** The reader's own organization's contacts in this duty. */
export const ownContacts = async (client: Client, duty: Duty): Promise<Found[]> => {
  const { body } = expectStatus(await client.get('/api/contacts/own'), 200);
  return body.contacts.filter((row: { duty: Duty }) => row.duty === duty);
};

export const onlyContact = async (client: Client, duty: Duty): Promise<Found> => {
  const found = await ownContacts(client, duty);
  const [row] = found;
  if (row === undefined || found.length > 1) return assert.fail(`${found.length} of ${duty}`);
  return row;
};

export const register = async (
  app: TestApp,
  by: Person,
  more: Record<string, unknown> = {},
): Promise<string> =>
  expectStatus(await app.as(by).post('/api/contacts', person(more)), 200).body.id;
