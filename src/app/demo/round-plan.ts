import type { z } from 'zod';
import type { createRoundEndpoint } from '../../features/rounds/contract.ts';

/** A round as the office types it. */
export type RoundPlanGiven = z.input<(typeof createRoundEndpoint)['body']>;
