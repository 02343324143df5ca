/**
 * The rules of Adaptive Cards 1.5 for the elements that our cards use, strict as the published JSON schema is
 * (https://github.com/microsoft/AdaptiveCards, schemas/1.5.0): unknown properties are errors, and so are elements newer than 1.5.
 * On top: what Teams asks (six buttons, 28 KB).
 */
import { z } from 'zod';

const spacing = z.enum(['default', 'none', 'small', 'medium', 'large', 'extraLarge', 'padding']);
/** The schema reads enumerations without regard to case. */
const oneOf = (...values: [string, ...string[]]) =>
  z.string().refine((value) => values.some((item) => item.toLowerCase() === value.toLowerCase()), `one of ${values.join(', ')}`);
const element = {
  id: z.string().optional(),
  isVisible: z.boolean().optional(),
  separator: z.boolean().optional(),
  spacing: spacing.optional(),
  height: z.enum(['auto', 'stretch']).optional(),
};

const textBlock = z.strictObject({
  ...element,
  type: z.literal('TextBlock'),
  text: z.string().min(1),
  wrap: z.boolean().optional(),
  weight: oneOf('default', 'lighter', 'bolder').optional(),
  size: oneOf('default', 'small', 'medium', 'large', 'extraLarge').optional(),
  color: oneOf('default', 'dark', 'light', 'accent', 'good', 'warning', 'attention').optional(),
  style: oneOf('default', 'heading').optional(),
  isSubtle: z.boolean().optional(),
  maxLines: z.number().int().positive().optional(),
  horizontalAlignment: oneOf('left', 'center', 'right').optional(),
});

const factSet = z.strictObject({
  ...element,
  type: z.literal('FactSet'),
  facts: z.array(z.strictObject({ title: z.string().min(1), value: z.string().min(1) })).min(1),
});

const choiceSet = z.strictObject({
  ...element,
  type: z.literal('Input.ChoiceSet'),
  id: z.string().min(1),
  choices: z.array(z.strictObject({ title: z.string().min(1), value: z.string().min(1) })).min(1),
  style: oneOf('compact', 'expanded', 'filtered').optional(),
  label: z.string().optional(),
  placeholder: z.string().optional(),
  value: z.string().optional(),
  isMultiSelect: z.boolean().optional(),
  isRequired: z.boolean().optional(),
  errorMessage: z.string().optional(),
  wrap: z.boolean().optional(),
});

const container = z.strictObject({
  ...element,
  type: z.literal('Container'),
  items: z.array(z.union([textBlock, factSet])).min(1),
  style: oneOf('default', 'emphasis', 'good', 'attention', 'warning', 'accent').optional(),
  bleed: z.boolean().optional(),
});

const submit = z.strictObject({
  type: z.literal('Action.Submit'),
  id: z.string().optional(),
  title: z.string().min(1),
  data: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  style: oneOf('default', 'positive', 'destructive').optional(),
  tooltip: z.string().optional(),
  associatedInputs: oneOf('auto', 'none').optional(),
  isEnabled: z.boolean().optional(),
  mode: oneOf('primary', 'secondary').optional(),
});

export const adaptiveCardSchema = z
  .strictObject({
    type: z.literal('AdaptiveCard'),
    $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
    version: z.literal('1.5'),
    lang: z.string().length(2),
    fallbackText: z.string().min(1),
    speak: z.string().optional(),
    body: z.array(z.discriminatedUnion('type', [textBlock, factSet, choiceSet, container])).min(1),
    actions: z.array(submit).min(1).max(6).optional(),
  })
  .refine((card) => Buffer.byteLength(JSON.stringify(card)) < 28_000, 'Teams refuses a message above 28 KB');
