import type { Action, Condition, Rule, StudyFacts } from './rule.ts';

/** Every action of the rules whose condition holds, each once, in the order of the rules. */
export function applyRules(rules: readonly Rule[], facts: StudyFacts): Action[] {
  const actions = rules.filter(({ when }) => holds(when, facts)).flatMap(({ then }) => then);
  const byText = new Map(actions.map((action) => [JSON.stringify(action), action]));
  return [...byText.values()];
}

function holds(condition: Condition, facts: StudyFacts): boolean {
  if ('anyOf' in condition) return condition.anyOf.some((part) => holds(part, facts));
  if ('allOf' in condition) return condition.allOf.every((part) => holds(part, facts));
  const value = facts[condition.fact];
  if (condition.is === 'one-of') return condition.values.includes(String(value));
  if (typeof value !== 'number') return false;
  return condition.is === 'below' ? value < condition.value : value > condition.value;
}
