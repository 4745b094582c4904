// The solutions that learned.ts learns, in the order of its page.
import type { Case } from './case.ts';
import { contractOf, messages, tolls } from './mechanisms.ts';
import { others } from './listed.ts';
import { bullets, maze } from './pictures.ts';
import { scaling } from './scaling.ts';
import { drones, dronesAdapted, inspectionOf } from './security.ts';

/** All cases. */
export const cases: readonly Case[] = [
  drones(),
  inspectionOf(10, 3, 20_000),
  messages(),
  contractOf(10, 60_000_000),
  tolls('braess', 20_000),
  ...scaling(),
  inspectionOf(30, 6, 60_000),
  contractOf(4, 400_000),
  contractOf(7, 8_000_000),
  tolls('pigou', 20_000),
  dronesAdapted(),
  ...others(),
  maze(),
  bullets(),
];
