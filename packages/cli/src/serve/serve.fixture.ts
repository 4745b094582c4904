// The `firstmover` command from the sources, in a process of its own.
import { main } from '../main/main.ts';

await main();
