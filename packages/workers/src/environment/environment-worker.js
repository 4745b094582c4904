// Runs some copies of an environment that a module makes. Plain JavaScript, because a thread of Node 20 does not run TypeScript.
import { serve } from '../crew/serve.js';

serve(async ({ module, exportName, given, shard }, { send, receive }) => {
  const make = (await import(module))[exportName];
  if (typeof make !== 'function') throw refusal(`module ${module} of parallelEnvironment: expected it to export a function ${exportName}`);
  const environment = await make(given, shard);
  if (environment?.size !== shard.size)
    throw refusal(`${exportName} of ${module} made an environment of size ${environment?.size}: expected the shard's ${shard.size}`);
  const { observation, action, privileged } = environment;
  const savable = environment.save !== undefined && environment.restore !== undefined;
  send({ spaces: { observation, action, privileged: privileged?.space }, savable });
  let shared;

  function show() {
    shared.observations.set(environment.observations);
    shared.rewards.set(environment.rewards);
    shared.terminated.set(environment.terminated);
    shared.truncated.set(environment.truncated);
    shared.executed.set(environment.executed);
    shared.learn.set(environment.learn);
    shared.privileged?.set(environment.privileged.observations);
    shared.steps[0] = environment.steps;
  }

  return [
    function attach() {
      shared = receive();
      show();
    },
    function reset() {
      environment.reset(shared.mask);
      show();
    },
    function step() {
      environment.step(shared.actions);
      show();
    },
    function stepUnrounded() {
      environment.step(shared.unrounded);
      show();
    },
    function save() {
      send(environment.save());
    },
    function restore() {
      environment.restore(receive());
      show();
    },
  ];
});

function refusal(message) {
  return Object.assign(new Error(message), { name: 'InputError' });
}
