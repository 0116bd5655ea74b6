/** Pages that are always open behind the worklist, in the order of their tabs. No UID is called like one. */
export const FIXED_PAGES = ['rooms', 'ledger', 'scheduled', 'others', 'network'] as const;
export type FixedPage = (typeof FIXED_PAGES)[number];

export function isFixedPage(active: string): active is FixedPage {
  return FIXED_PAGES.some((page) => page === active);
}

/** The worklist and the fixed pages are always open; beside them, one tab per open study. */
interface StudyTab {
  readonly studyInstanceUid: string;
  readonly title: string;
}

export interface Tabs {
  readonly studies: readonly StudyTab[];
  /** Study Instance UID, a fixed page, or null for the worklist. */
  readonly active: string | null;
}

export type TabAction =
  | { readonly type: 'open'; readonly tab: StudyTab }
  | { readonly type: 'rename'; readonly studyInstanceUid: string; readonly title: string }
  | { readonly type: 'close'; readonly studyInstanceUid: string }
  | { readonly type: 'show'; readonly active: string | null }
  | { readonly type: 'step'; readonly by: 1 | -1 };

export const noTabs: Tabs = { studies: [], active: null };

export function changeTabs(tabs: Tabs, action: TabAction): Tabs {
  switch (action.type) {
    case 'open':
      return open(tabs, action.tab);
    case 'rename':
      return {
        ...tabs,
        studies: tabs.studies.map((tab) =>
          tab.studyInstanceUid === action.studyInstanceUid ? { ...tab, title: action.title } : tab,
        ),
      };
    case 'close':
      return close(tabs, action.studyInstanceUid);
    case 'show':
      return { ...tabs, active: action.active };
    case 'step':
      return step(tabs, action.by);
  }
}

function open(tabs: Tabs, tab: StudyTab): Tabs {
  const isOpen = tabs.studies.some((each) => each.studyInstanceUid === tab.studyInstanceUid);
  return { studies: isOpen ? tabs.studies : [...tabs.studies, tab], active: tab.studyInstanceUid };
}

/** Closing the tab in front shows its left neighbour. */
function close(tabs: Tabs, studyInstanceUid: string): Tabs {
  const index = tabs.studies.findIndex((tab) => tab.studyInstanceUid === studyInstanceUid);
  const studies = tabs.studies.filter((_, each) => each !== index);
  if (tabs.active !== studyInstanceUid) return { ...tabs, studies };
  return { studies, active: tabs.studies[index - 1]?.studyInstanceUid ?? null };
}

function step(tabs: Tabs, by: 1 | -1): Tabs {
  const order = [null, ...FIXED_PAGES, ...tabs.studies.map((tab) => tab.studyInstanceUid)];
  const next = (order.indexOf(tabs.active) + by + order.length) % order.length;
  return { ...tabs, active: order[next] ?? null };
}
