import type { Condition, Rule } from './rule.ts';

const NEEDS_A_LOOK: Condition = {
  anyOf: [
    { fact: 'score', is: 'below', value: 0.6 },
    { fact: 'artifactCount', is: 'above', value: 0 },
    { fact: 'wrongBodyPartCount', is: 'above', value: 0 },
    { fact: 'otherFindingCount', is: 'above', value: 0 },
  ],
};

/** What every station does until somebody sets rules of their own. */
export const BUILT_IN_RULES: readonly Rule[] = [
  {
    name: 'An image that may be faulty is looked at',
    when: NEEDS_A_LOOK,
    then: [{ do: 'require-review' }, { do: 'put-on-list', list: 'technologist' }],
  },
  {
    // Requested Procedure Priority (0040,1003) STAT and HIGH.
    name: 'An urgent study is looked at by the senior radiologist as well',
    when: {
      allOf: [NEEDS_A_LOOK, { fact: 'priority', is: 'one-of', values: ['stat', 'urgent'] }],
    },
    then: [{ do: 'put-on-list', list: 'senior' }],
  },
];
