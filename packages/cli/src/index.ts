import { Command } from 'commander';

/** Runs the `firstmover` command on the process's arguments. */
export async function main(): Promise<void> {
  const program = new Command('firstmover');
  program.description('Solves Stackelberg games and proves the answers.');
  program.command('solve <game>').action((game: string) => {
    console.log(`solve ${game}`);
  });
  await program.parseAsync();
}
