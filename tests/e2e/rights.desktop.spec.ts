import { allowedTo, expectations } from '../matrix/expectations.ts';
import { isDenied, isDone, matrixWorld, roles, type MatrixWorld } from '../matrix/world.ts';
import { startServer, type RunningServer } from './support/server.ts';
import { expect, test } from './support/test.ts';

let server: RunningServer;
let world: MatrixWorld;

for (const visibility of ['public', 'private'] as const) {
  test.describe(`while the programme is ${visibility}`, () => {
    test.beforeAll(async () => {
      server = await startServer({ seeded: true });
      world = matrixWorld(server);
      await world.show(visibility);
    });
    test.afterAll(() => server?.stop());

    const entrances = Object.entries(expectations);
    // What has nothing to do with the programme is asked once.
    const concerned = entrances.filter(
      ([key]) => visibility === 'public' || /programme|brief|invitation|passage/.test(key)
    );
    for (const [key, row] of concerned) {
      test(`${key} answers exactly those who may`, async () => {
        const method = key.split(' ')[0]!.replace('ANY', 'GET');
        const allowed = allowedTo(row, visibility);
        const wrong: string[] = [];
        for (const role of row.only ?? roles) {
          const answer = await world.send(method, await row.ask(world, role), role);
          const told = `${role} got ${answer.status}${answer.location ? ` to ${answer.location}` : ''}`;
          if (allowed.includes(role) && !isDone(answer)) wrong.push(`${told}, and may`);
          if (!allowed.includes(role) && !isDenied(answer)) wrong.push(`${told}, and may not`);
        }
        // Changing the programme itself may have opened it again.
        if (key === 'POST /p/[programme]/edit') await world.show(visibility);
        expect(wrong).toEqual([]);
      });
    }
  });
}
