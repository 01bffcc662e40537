import type { Id } from '#lib/kernel/index.ts';

/** What is asked before a brief is drafted; "no" is an answer, with its reason. */
export const intakeQuestions = [
  'remit',
  'sectors',
  'dispute',
  'room',
  'beyond_technical',
  'responder'
] as const;
export type IntakeQuestion = (typeof intakeQuestions)[number];

export const intakeAnswers = ['yes', 'no'] as const;
export type IntakeAnswer = {
  question: IntakeQuestion;
  /** null: nobody has answered yet */
  answer: (typeof intakeAnswers)[number] | null;
  reason: string | null;
  by: { id: Id; name: string } | null;
  at: number | null;
};
