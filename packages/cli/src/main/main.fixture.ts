// The command, bundled by tests that need a process of its own.
import { main } from './main.ts';

await main();
