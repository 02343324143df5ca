/** Thumbs under a reply, in the shape of Teams' own feedback: the widget sends the same, so that there is one reader. */
import { z } from 'zod';
import type { TurnEvent } from '../transcripts/transcript-store.js';

/** Name of the activity (an invoke on Teams, an event on Direct Line) that carries an opinion. */
export const FEEDBACK = 'message/submitAction';

/** Characters of a comment that are kept. */
const LONGEST_COMMENT = 2000;

const feedbackSchema = z.looseObject({
  actionName: z.literal('feedback'),
  actionValue: z.looseObject({ reaction: z.enum(['like', 'dislike']), feedback: z.string().optional() }),
});
const formSchema = z.looseObject({ feedbackText: z.string() });

/**
 * The opinion in an activity's value, its words redacted; undefined when it has another shape.
 * @param about id of the reply that it is about, where that is known
 */
export function readFeedback(value: unknown, about: string | undefined, redact: (text: string) => string): TurnEvent | undefined {
  const feedback = feedbackSchema.safeParse(value).data?.actionValue;
  if (!feedback) return undefined;
  const comment = readComment(feedback.feedback);
  return { name: 'feedback', value: feedback.reaction, about, ...(comment ? { comment: redact(comment) } : {}) };
}

/** The form's words come as JSON in a string. */
function readComment(form: string | undefined): string | undefined {
  try {
    return (
      formSchema
        .parse(JSON.parse(form ?? ''))
        .feedbackText.trim()
        .slice(0, LONGEST_COMMENT) || undefined
    );
  } catch {
    return undefined;
  }
}
