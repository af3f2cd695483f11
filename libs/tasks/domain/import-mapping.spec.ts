import { describe, expect, it } from '@jest/globals';
import { type ImportSettings, readRow, suggestMapping } from './import-mapping.ts';

const settings = (over: Partial<ImportSettings> = {}): ImportSettings => ({
  mapping: { external_id: 'issuekey', title: 'title', description: 'description', difficulty: 'storypoint' },
  hoursPerPoint: 1,
  skillsFrom: 'text',
  skillRules: [
    { words: ['c++', 'cpp'], skill: 'C++', level: 40 },
    { words: ['go'], skill: 'Go' },
  ],
  ...over,
});
const statuses = ['todo', 'in_progress', 'done'];
const raw = { issuekey: 'MESOS-1', title: 'Report failures', description: 'NULL', storypoint: '13' };

describe('Reading a row of an import', () => {
  it('suggests a mapping by the names that trackers use', () => {
    expect(suggestMapping(['Issue Key', 'Summary', 'Story Points', 'Colour'])).toEqual({
      external_id: 'Issue Key',
      title: 'Summary',
      difficulty: 'Story Points',
    });
  });

  it('takes NULL as nothing and keeps story points within the scale of difficulty', () => {
    expect(readRow(raw, settings(), statuses).row).toMatchObject({
      externalId: 'MESOS-1',
      description: '',
      difficulty: 10,
    });
  });

  it('finds a skill by a word that stands alone, not by a part of another', () => {
    const skillsOf = (title: string) =>
      readRow({ ...raw, title }, settings(), statuses).row?.skills.map(({ name }) => name);
    expect(skillsOf('Port the C++ driver to Go')).toEqual(['C++', 'Go']);
    expect(skillsOf('Good old category')).toEqual([]);
  });

  it('reports everything that is wrong with a row at once, by column', () => {
    const mapping = { title: 'title', difficulty: 'storypoint', due_date: 'due', status: 'state' };
    const { row, errors } = readRow(
      { title: ' ', storypoint: 'many', due: '31.12.', state: 'x' },
      settings({ mapping }),
      statuses,
    );
    expect(row).toBeUndefined();
    expect(errors.map(({ column, code }) => [column, code])).toEqual([
      ['title', 'required'],
      ['state', 'unknown_status'],
      ['storypoint', 'invalid_number'],
      ['due', 'invalid_date'],
    ]);
  });

  it('names a row without a key by its content, so that importing it again finds it', () => {
    const mapping = { title: 'title' };
    const first = readRow({ title: 'A' }, settings({ mapping }), statuses).row?.externalId;
    expect(readRow({ title: 'A' }, settings({ mapping }), statuses).row?.externalId).toBe(first);
    expect(readRow({ title: 'B' }, settings({ mapping }), statuses).row?.externalId).not.toBe(first);
  });
});
