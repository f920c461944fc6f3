import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frozenClock } from '../../test/support/frozen-clock.ts';
import { epochMs, instantFromEpochMs } from '../kernel/time.ts';
import { databaseClock, systemClock } from './clock.ts';

const NOON = Date.parse('2025-04-07T04:00:00.000Z');

/** A computer and a database whose clocks and round trips the test sets. */
const world = () => {
  const state = { wall: NOON, monotonic: 5_000, database: NOON, trips: [0], waits: 0, asked: 0 };
  const pass = (ms: number) => {
    state.wall += ms;
    state.monotonic += ms;
    state.database += ms;
  };
  const readDatabaseTime = () => {
    const trip = state.trips[state.asked % state.trips.length] ?? 0;
    state.asked += 1;
    pass(state.waits + trip / 2);
    const answer = instantFromEpochMs(state.database);
    pass(trip / 2);
    return Promise.resolve(answer);
  };
  const source = { wallMs: () => state.wall, monotonicMs: () => state.monotonic };
  return { state, pass, source, readDatabaseTime };
};

test('the system clock is near the computer’s', () => {
  const before = Date.now();
  const now = epochMs(systemClock.now());
  assert.ok(now >= before && now <= Date.now());
});

test('the time is the database’s, however wrong the computer’s clock is', async () => {
  const { state, pass, source, readDatabaseTime } = world();
  state.wall += 2 * 3_600_000;
  const clock = await databaseClock(readDatabaseTime, source);
  assert.equal(clock.now(), '2025-04-07T04:00:00.000Z');
  assert.equal(clock.skewMs, 7_200_000);
  pass(1_500);
  assert.equal(clock.now(), '2025-04-07T04:00:01.500Z');
});

test('setting the computer’s clock between refreshes changes nothing but the skew', async () => {
  const { state, pass, source, readDatabaseTime } = world();
  const clock = await databaseClock(readDatabaseTime, source);
  assert.equal(clock.skewMs, 0);
  state.wall -= 300_000;
  pass(1_000);
  assert.equal(clock.now(), '2025-04-07T04:00:01.000Z');
  assert.equal(clock.skewMs, -300_000);
});

test('a round trip counts half, and the shortest of several is believed', async () => {
  const { state, source, readDatabaseTime } = world();
  state.trips = [400, 20, 900];
  const clock = await databaseClock(readDatabaseTime, source);
  assert.equal(clock.uncertaintyMs, 10);
  assert.equal(epochMs(clock.now()), state.database);
});

test('a refresh follows the database’s clock', async () => {
  const { state, source, readDatabaseTime } = world();
  const clock = await databaseClock(readDatabaseTime, source);
  state.database += 250;
  assert.equal(clock.now(), '2025-04-07T04:00:00.000Z');
  await clock.refresh();
  assert.equal(clock.now(), '2025-04-07T04:00:00.250Z');
});

test('a wait for a connection, all of it before the answer, does not put the clock ahead', async () => {
  const { state, pass, source, readDatabaseTime } = world();
  state.trips = [4];
  const clock = await databaseClock(readDatabaseTime, source);
  const ahead = (): number => epochMs(clock.now()) - state.database;
  state.waits = 5_000;
  for (let minute = 0; minute < 3; minute += 1) {
    pass(60_000);
    await clock.refresh();
    assert.equal(ahead(), 0);
  }
  assert.equal(clock.uncertaintyMs, 2);
  state.waits = 0;
  state.database -= 1;
  await clock.refresh();
  assert.equal(ahead(), 0);
});

test('what was measured before grows old: clocks part, and a rougher measurement is believed in time', async () => {
  const { state, pass, source, readDatabaseTime } = world();
  const clock = await databaseClock(readDatabaseTime, source);
  state.trips = [80];
  pass(60_000);
  // Slewed by NTP: less than anybody could tell from so rough a measurement.
  state.database += 25;
  await clock.refresh();
  assert.equal(clock.uncertaintyMs, 0);
  pass(60_000);
  await clock.refresh();
  assert.equal(clock.uncertaintyMs, 40);
  assert.equal(epochMs(clock.now()), state.database);
});

test('a measurement that contradicts the earlier one is believed, however rough it is', async () => {
  const { state, pass, source, readDatabaseTime } = world();
  const clock = await databaseClock(readDatabaseTime, source);
  pass(60_000);
  // Another database has taken over, and everybody waits for a connection to it.
  state.database -= 10_000;
  state.trips = [2_000];
  await clock.refresh();
  assert.equal(epochMs(clock.now()), state.database);
});

test('without the database there is no clock at start, and later the last measurement holds', async () => {
  const { pass, source, readDatabaseTime } = world();
  const broken = () => Promise.reject(new Error('connection refused'));
  await assert.rejects(databaseClock(broken, source), /connection refused/);
  let reading = readDatabaseTime;
  const clock = await databaseClock(() => reading(), source);
  reading = broken;
  pass(60_000);
  await assert.rejects(clock.refresh(), /connection refused/);
  assert.equal(clock.now(), '2025-04-07T04:01:00.000Z');
});

test('with the computer’s own clocks, now is now', async () => {
  const clock = await databaseClock(() => Promise.resolve(instantFromEpochMs(Date.now())));
  // A busy machine may pause between two readings.
  assert.ok(Math.abs(clock.skewMs) <= 2_000);
  assert.ok(Math.abs(epochMs(clock.now()) - Date.now()) <= 2_000);
});

test('the frozen clock stands until it is moved', () => {
  const clock = frozenClock('2025-04-07T16:00:00.000Z');
  assert.equal(clock.now(), '2025-04-07T16:00:00.000Z');
  clock.advance(-1);
  assert.equal(clock.now(), '2025-04-07T15:59:59.999Z');
  clock.set('2026-01-01T00:00:00.000Z');
  assert.equal(clock.now(), '2026-01-01T00:00:00.000Z');
  assert.throws(() => clock.set('2026-01-01'), RangeError);
});
