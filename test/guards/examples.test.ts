import { compareOutput, exampleFiles, expectedOutput } from '../../scripts/examples.js';
import { read } from '../support/repository.js';

const LONGEST = 60;

// `npm run examples` runs them
describe('each example', () => {
  it.each(exampleFiles())('%s says what it is, how it is run and what it prints, on one screen', (file) => {
    const source = read(`examples/${file}`);
    expect(source).toMatch(/^\/\/ \S/);
    expect(source).toContain(`// Run: npx tsx examples/${file}\n`);
    expect(expectedOutput(source)).toMatch(/\S/);
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(LONGEST);
  });
});

describe('the runner of examples', () => {
  const source = "console.log('a\\n\\nb');\n\n// Output:\n// a\n//\n//   b\n";

  it('reads the comment at the end, empty and indented lines too', () => {
    expect(expectedOutput(source)).toBe('a\n\n  b\n');
  });

  it('takes no comment in the middle for it', () => {
    expect(expectedOutput(`${source}f();\n`)).toBeUndefined();
  });

  it('says nothing of what is right, and shows what differs', () => {
    expect(compareOutput(source, 'a\n\n  b\n')).toBeUndefined();
    expect(compareOutput(source, 'a\n\n  c\n')).toMatch(/\+ .*c[\s\S]*- .*b/);
    expect(compareOutput('f();\n', 'a\n')).toContain('no "// Output:" comment');
  });
});
