import { describe, expect, it } from 'vitest';
import { applyRules } from './apply-rules.ts';
import { BUILT_IN_RULES } from './built-in-rules.ts';
import type { StudyFacts } from './rule.ts';

const flawless: StudyFacts = {
  score: 0.95,
  artifactCount: 0,
  wrongBodyPartCount: 0,
  otherFindingCount: 0,
  priority: 'routine',
};

describe('the built-in rules', () => {
  it('leave a good study alone, urgent or not', () => {
    expect(applyRules(BUILT_IN_RULES, flawless)).toEqual([]);
    expect(applyRules(BUILT_IN_RULES, { ...flawless, priority: 'stat' })).toEqual([]);
  });

  it.each([{ score: 0.59 }, { artifactCount: 1 }, { wrongBodyPartCount: 1 }, { otherFindingCount: 1 }])(
    'put a study with %o on the list of the technologist',
    (flaw) => {
      expect(applyRules(BUILT_IN_RULES, { ...flawless, ...flaw })).toEqual([
        { do: 'require-review' },
        { do: 'put-on-list', list: 'technologist' },
      ]);
    },
  );

  it('leave a study at exactly 0.6 alone', () => {
    expect(applyRules(BUILT_IN_RULES, { ...flawless, score: 0.6 })).toEqual([]);
  });

  it.each(['stat', 'urgent'] as const)(
    'put a faulty %s study before the senior radiologist too',
    (priority) => {
      const actions = applyRules(BUILT_IN_RULES, { ...flawless, artifactCount: 2, priority });
      expect(actions).toContainEqual({ do: 'put-on-list', list: 'senior' });
      expect(actions).toContainEqual({ do: 'put-on-list', list: 'technologist' });
    },
  );
});
