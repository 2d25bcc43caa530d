import { functionNameProblem } from '../../core/function/functionName.ts';
import { MultiStep } from './multiStep.ts';

/** Asks what the Dockerfile does not say: the function's name, and whether the guessed CAPort is right. */
export async function askAdoption(folderName: string, guessedPort: number): Promise<{ name: string; caPort: number }> {
  let name = functionNameProblem(folderName) === undefined ? folderName : '';
  let caPort = guessedPort;
  await new MultiStep('Adopt Dockerfile', 2).run([
    (ask) =>
      ask.text({
        prompt: 'Name of the function',
        value: name,
        problem: functionNameProblem,
        accept: (value) => void (name = value),
      }),
    (ask) => ask.port({ value: caPort, accept: (value) => void (caPort = value) }),
  ]);
  return { name, caPort };
}
