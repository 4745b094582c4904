import { formatTable, indent } from '@firstmover/problems';
import type { Command } from 'commander';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';
import { examine, importTfjs } from './examine.ts';
import type { Examination } from './examine.ts';

/** Adds `firstmover doctor`. */
export function addDoctorCommand(program: Command, io: Io): void {
  program
    .command('doctor')
    .summary('say what computes on this machine, and why')
    .description(
      'Says what firstmover finds on this machine: Node, cores, the kernels of small networks, and the backend of TensorFlow.js for large ones.',
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover doctor
  $ firstmover doctor --json`,
    )
    .action(async (flags: { readonly json?: boolean }) => {
      const found = await examine(program.version() ?? '', importTfjs);
      io.out(flags.json ? jsonLine(found) : `${describe(found)}\n`);
    });
}

/** What was found, in a few lines. */
export function describe({ firstmover, node, platform, cores, kernels, tensorflow, problem }: Examination): string {
  const small = kernels.simd ? 'WebAssembly with SIMD' : 'plain JavaScript, with the same numbers and slower: WebAssembly has no SIMD here';
  const relaxed = kernels.relaxed ? 'there, opt-in: results then depend on the processor' : 'not there (Node 22 and later have it)';
  return [
    formatTable(undefined, [
      ['firstmover', firstmover],
      ['Node', `${node} on ${platform}`],
      ['worker threads', `up to ${cores} at once`],
      ['small networks', small],
      ['relaxed SIMD', relaxed],
      ['TensorFlow.js', tensorflow ? `${tensorflow.name} ${tensorflow.version} (${tensorflow.reason})` : `none: ${problem}`],
    ]),
    ...(tensorflow
      ? [
          '',
          'Backends of TensorFlow.js that were tried',
          indent(
            formatTable(
              undefined,
              tensorflow.tried.map(({ name, works, detail }) => [name, works ? 'used' : 'no', detail]),
            ),
          ),
        ]
      : []),
  ].join('\n');
}
