import { m } from '#lib/i18n/paraglide/messages.js';
import type { BriefStage } from '../brief.ts';

/** A brief's stage in the reader's language. */
export const stageName: Record<BriefStage, () => string> = {
  draft: m.briefs_stage_draft,
  framed: m.briefs_stage_framed,
  ready: m.briefs_stage_ready,
  closed: m.briefs_stage_closed
};

/** What a stage means, in half a line. */
export const stageLine: Record<BriefStage, () => string> = {
  draft: m.briefs_stage_draft_line,
  framed: m.briefs_stage_framed_line,
  ready: m.briefs_stage_ready_line,
  closed: m.briefs_stage_closed_line
};
