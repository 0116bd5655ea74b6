import { describe, expect, it } from 'vitest';
import { changeTabs, noTabs, type Tabs } from './tabs.ts';

const tab = (studyInstanceUid: string) => ({ studyInstanceUid, title: `Study ${studyInstanceUid}` });
const three: Tabs = { studies: [tab('1'), tab('2'), tab('3')], active: '2' };

describe('changeTabs', () => {
  it('opens a study in front', () => {
    expect(changeTabs(noTabs, { type: 'open', tab: tab('1') })).toEqual({ studies: [tab('1')], active: '1' });
  });

  it('shows an open study instead of opening it twice', () => {
    expect(changeTabs(three, { type: 'open', tab: tab('1') })).toEqual({ ...three, active: '1' });
  });

  it('shows the left neighbour of the closed tab, at the end the worklist', () => {
    const afterFirst = changeTabs(three, { type: 'close', studyInstanceUid: '2' });
    expect(afterFirst).toEqual({ studies: [tab('1'), tab('3')], active: '1' });
    expect(changeTabs(afterFirst, { type: 'close', studyInstanceUid: '1' })).toEqual({
      studies: [tab('3')],
      active: null,
    });
  });

  it('stays where it is when another tab closes', () => {
    expect(changeTabs(three, { type: 'close', studyInstanceUid: '3' }).active).toBe('2');
  });

  it('steps round over the worklist, the fixed pages and all studies', () => {
    expect(changeTabs({ ...three, active: '3' }, { type: 'step', by: 1 }).active).toBeNull();
    expect(changeTabs({ ...three, active: null }, { type: 'step', by: -1 }).active).toBe('3');
    expect(changeTabs({ ...three, active: null }, { type: 'step', by: 1 }).active).toBe('rooms');
    expect(changeTabs({ ...three, active: '1' }, { type: 'step', by: -1 }).active).toBe('network');
  });

  it('renames one tab', () => {
    const renamed = changeTabs(three, { type: 'rename', studyInstanceUid: '2', title: 'Other' });
    expect(renamed.studies.map(({ title }) => title)).toEqual(['Study 1', 'Other', 'Study 3']);
  });
});
