import { Pause, Play, RotateCcw, Trash2, X, type LucideIcon } from 'lucide-react';
import type { RemoteJobRow } from '../../../preload/contract/remote.ts';
import { Button } from '../../ui/Button.tsx';
import { Flag, type FlagLevel } from '../../ui/Flag.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { isThrough, type JobDeed } from './ask-actions.ts';
import type { AskState } from './ask-store.ts';
import { jobStateText, jobTitle, jobTotal } from './ask-text.ts';

export interface JobListProps {
  readonly state: Pick<AskState, 'jobs' | 'errors'>;
  readonly onChange: (job: RemoteJobRow, deed: JobDeed) => void;
  readonly onTidy: (jobs: readonly RemoteJobRow[]) => void;
}

/** What is being fetched and sent, the newest first. It goes on while this page is closed. */
export function JobList({ state, onChange, onTidy }: JobListProps) {
  const { jobs, errors } = state;
  const nowMs = useNow('second');
  return (
    <aside className="job-list" aria-label="Fetching and sending">
      <div className="job-list__head">
        <h2 className="job-list__title">Fetching and sending</h2>
        {jobs?.some(isThrough) && (
          <Button
            variant="ghost"
            onClick={() => {
              onTidy(jobs);
            }}
          >
            Tidy up
          </Button>
        )}
      </div>
      {errors.jobs && (
        <Notice level="repeat" shape="bar" title="This list is not up to date.">
          {errors.jobs.message}
        </Notice>
      )}
      {jobs?.length === 0 && (
        <p className="job-list__none">
          Nothing yet. Choose a study in the list and fetch it; it comes in here.
        </p>
      )}
      <ul className="job-list__scroll">
        {(jobs ?? []).map((job) => (
          <Job key={job.jobKey} job={job} nowMs={nowMs} onChange={onChange} />
        ))}
      </ul>
    </aside>
  );
}

interface JobProps {
  readonly job: RemoteJobRow;
  readonly nowMs: number;
  readonly onChange: JobListProps['onChange'];
}

interface Choice {
  readonly deed: JobDeed;
  readonly word: string;
  readonly icon: LucideIcon;
}

const PAUSE: Choice = { deed: 'pause', word: 'Pause', icon: Pause };
const CANCEL: Choice = { deed: 'cancel', word: 'Cancel', icon: X };
const REMOVE: Choice = { deed: 'remove', word: 'Take out of the list', icon: Trash2 };
const AGAIN: Choice = { deed: 'resume', word: 'Try again', icon: RotateCcw };

const CHOICES: Readonly<Record<RemoteJobRow['state'], readonly Choice[]>> = {
  waiting: [PAUSE, CANCEL],
  running: [PAUSE, CANCEL],
  paused: [{ deed: 'resume', word: 'Resume', icon: Play }, CANCEL],
  done: [REMOVE],
  failed: [AGAIN, REMOVE],
  cancelled: [AGAIN, REMOVE],
};

function Job({ job, nowMs, onChange }: JobProps) {
  const { deed, node } = jobTitle(job);
  const level = flagOf(job);
  return (
    <li className={`job job--${job.state}`}>
      <div className="job__words">
        <p className="job__label" title={job.label}>
          <bdi>{job.label || 'A study'}</bdi>
        </p>
        <p className="job__line">
          {deed} <bdi>{node}</bdi>
        </p>
      </div>
      <div className="job__deeds">
        {CHOICES[job.state].map((choice) => (
          <IconButton
            key={choice.deed}
            icon={choice.icon}
            label={choice.word}
            onClick={() => {
              onChange(job, choice.deed);
            }}
          />
        ))}
      </div>
      <Progress job={job} />
      <p className="job__state">
        {level && <Flag level={level} />} {jobStateText(job, nowMs)}
      </p>
      {job.message !== '' && <p className="job__message u-selectable">{job.message}</p>}
    </li>
  );
}

/** Good is quiet: what is done has no bar. */
function Progress({ job }: Pick<JobProps, 'job'>) {
  const total = jobTotal(job);
  if (isThrough(job) || total === null || total === 0) return null;
  return (
    <div
      className="job__progress"
      role="progressbar"
      aria-label="Images"
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={job.doneCount}
    >
      <span style={{ width: `${Math.min((job.doneCount / total) * 100, 100)}%` }} />
    </div>
  );
}

function flagOf({ state, message, failedCount }: RemoteJobRow): FlagLevel | null {
  if (state === 'failed') return 'repeat';
  if (state === 'running') return 'judging';
  if (state === 'done') return failedCount > 0 ? 'check' : 'good';
  return state === 'waiting' && message !== '' ? 'check' : null;
}
