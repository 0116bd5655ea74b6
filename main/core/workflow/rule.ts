/** What rules can ask about a study. */
export interface StudyFacts {
  /** Lowest score of the images that no person has settled; 1 when there is none. */
  readonly score: number;
  /** Findings of artifacts that no person has settled. */
  readonly artifactCount: number;
  /** Images whose body part is not the one that was asked for, unsettled. */
  readonly wrongBodyPartCount: number;
  /** Other reasons to look: undecodable images, findings of rules. */
  readonly otherFindingCount: number;
  readonly priority: 'stat' | 'urgent' | 'routine';
}

/** A comparison of one fact with a value, or several conditions together. */
export type Condition =
  | { readonly fact: keyof StudyFacts; readonly is: 'below' | 'above'; readonly value: number }
  | { readonly fact: keyof StudyFacts; readonly is: 'one-of'; readonly values: readonly string[] }
  | { readonly anyOf: readonly Condition[] }
  | { readonly allOf: readonly Condition[] };

export type Action =
  /** The study waits for a person to look at it. */
  | { readonly do: 'require-review' }
  | { readonly do: 'put-on-list'; readonly list: 'technologist' | 'senior' };

export interface Rule {
  readonly name: string;
  readonly when: Condition;
  readonly then: readonly Action[];
}
