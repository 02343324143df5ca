/**
 * The shape of `engagement.yaml`: questions, criteria, weights, constraints, texts of the choice of an engagement level.
 * Messages are French: content staff read them.
 */
import { z } from 'zod';

/** Softest first: a tie goes to the softer level. */
export const engagementLevels = ['soutien', 'mutualisee', 'indirecte', 'directe'] as const;
export type EngagementLevel = (typeof engagementLevels)[number];

/** What an answer of each closed slot can be. */
export const closedSlots = {
  kind: ['commune', 'cc', 'ca', 'cu', 'metropole', 'syndicat', 'departement', 'region', 'autre'],
  steer: ['seul', 'oui', 'ensemble', 'depend', 'non'],
  neighbours: ['oui', 'depend', 'non'],
  operator: ['oui', 'depend', 'non'],
  partner: ['connu', 'contact', 'non'],
  assoc: ['oui', 'non'],
  experience: ['oui', 'un-peu', 'non'],
  horizon: ['urgence', 'ponctuel', 'moyen', 'long'],
  legal: ['eau', 'energie', 'dechets', 'transport', 'aucune'],
} as const;
export type ClosedSlot = keyof typeof closedSlots;

/** Slots whose answer is a quantity: inhabitants, euros a year, full-time equivalents. */
export const numberSlots = ['population', 'budget', 'staff'] as const;
export type NumberSlot = (typeof numberSlots)[number];

export type EngagementSlot = ClosedSlot | NumberSlot;
const slotIds = [
  'kind',
  'population',
  'budget',
  'staff',
  'assoc',
  'steer',
  'neighbours',
  'operator',
  'partner',
  'experience',
  'horizon',
  'legal',
] as const;

const level = z.enum(engagementLevels, `niveau inconnu : ${engagementLevels.join(', ')}`);
const slot = z.enum(slotIds, `question inconnue : ${slotIds.join(', ')}`);
const sentence = z.string({ error: 'texte manquant' }).min(3, 'texte trop court');
const weights = z.partialRecord(
  level,
  z.number('poids : un nombre').min(-10, 'poids : -10 au moins').max(10, 'poids : 10 au plus'),
);

const isNumberSlot = (id: string): id is NumberSlot => (numberSlots as readonly string[]).includes(id);
const isClosedSlot = (id: string): id is ClosedSlot => id in closedSlots;

/** One condition on one answer; an unknown answer meets only `unknown: true`. */
export const conditionSchema = z
  .strictObject({
    slot,
    is: z.array(z.string()).min(1).optional(),
    atLeast: z.number().optional(),
    below: z.number().optional(),
    unknown: z.literal(true).optional(),
  })
  .superRefine((condition, context) => {
    const numeric = condition.atLeast !== undefined || condition.below !== undefined;
    if (!numeric && !condition.is && !condition.unknown)
      context.addIssue({ code: 'custom', message: 'condition vide : is, atLeast, below ou unknown' });
    if (numeric && !isNumberSlot(condition.slot))
      context.addIssue({ code: 'custom', message: `« ${condition.slot} » n’est pas un nombre` });
    if (condition.is) {
      const known: readonly string[] = isClosedSlot(condition.slot) ? closedSlots[condition.slot] : [];
      for (const value of condition.is) {
        if (!known.includes(value))
          context.addIssue({ code: 'custom', message: `réponse inconnue pour « ${condition.slot} » : « ${value} »` });
      }
    }
  });
export type Condition = z.infer<typeof conditionSchema>;

const when = z.array(conditionSchema).default([]);

const criterionSchema = z.strictObject({
  id: z.string(),
  when,
  weights,
  /** « parce que vous avez dit que … »; `{value}` stands for the answer. */
  reason: sentence.optional(),
});

const constraintSchema = z.strictObject({
  id: z.string(),
  when: z.array(conditionSchema).min(1, 'une contrainte a une condition'),
  excludes: z.array(level).min(1).max(3, 'un niveau au moins doit rester possible'),
  reason: sentence,
});

const choiceSchema = z.strictObject({
  /** Button; says by itself which question it answers, so that an old button can do no harm. */
  title: z.string().min(2).max(60, 'bouton : 60 caractères au plus'),
  value: z.union([z.string(), z.number()]),
  /** « si … »: this answer as a supposition. */
  suppose: sentence,
  /** Too rare an answer to ask the question for its sake alone. */
  rare: z.boolean().default(false),
});

const questionSchema = z
  .strictObject({
    slot,
    question: sentence,
    /** Said when an answer could not be read. */
    example: sentence,
    choices: z.array(choiceSchema).min(2).max(8),
    /** Asked only when all of these hold. */
    askWhen: when,
  })
  .superRefine((question, context) => {
    for (const choice of question.choices) {
      const known: readonly string[] | undefined = isClosedSlot(question.slot) ? closedSlots[question.slot] : undefined;
      const right = known ? known.includes(String(choice.value)) : typeof choice.value === 'number';
      if (!right)
        context.addIssue({ code: 'custom', message: `réponse impossible pour « ${question.slot} » : « ${choice.value} »` });
    }
  });

const levelSchema = z.strictObject({
  title: sentence,
  definition: sentence,
  /** One short sentence for the chat. */
  firstStep: sentence,
  firstSteps: z.array(sentence).min(3, 'au moins trois étapes'),
  evolution: sentence,
  entries: z.array(z.string()).min(1),
});

const adviceSchema = z.strictObject({ text: sentence, levels: z.array(level).optional(), when, entry: z.string().optional() });

export const engagementSchema = z
  .strictObject({
    /** In the order in which they are asked. */
    questions: z.array(questionSchema),
    maxQuestions: z.number().int().min(1).max(8, 'huit questions au plus'),
    /** Fewer answers than this and the recommendation leans to the softest start. */
    littleKnown: z.strictObject({ among: z.array(slot).min(1), fewerThan: z.number().int().min(1), weights }),
    /** Points between the two first levels below which the recommendation is said to be close. */
    closeBelow: z.number().min(0),
    /** Questions that serve the advice even once the level is settled, and how many of all to have asked before stopping. */
    advice: z.strictObject({ slots: z.array(slot), atLeast: z.number().int().min(0).max(8) }),
    criteria: z.array(criterionSchema).min(1),
    constraints: z.array(constraintSchema),
    levels: z.record(level, levelSchema),
    funding: z.array(adviceSchema),
    legalBase: z.array(adviceSchema),
  })
  .superRefine((config, context) => {
    const report = (message: string) => context.addIssue({ code: 'custom', message });
    const titles = config.questions.flatMap((question) => question.choices.map((choice) => choice.title.toLowerCase()));
    for (const title of new Set(titles.filter((title, index) => titles.indexOf(title) !== index)))
      report(`deux boutons portent le titre « ${title} »`);
    const ids = [...config.criteria, ...config.constraints].map((item) => item.id);
    for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) report(`identifiant en double : « ${id} »`);
    for (const missing of slotIds.filter((id) => !config.questions.some((question) => question.slot === id)))
      report(`pas de question pour « ${missing} »`);
  });
/** All that the choice of an engagement level needs to know. */
export type EngagementConfig = z.infer<typeof engagementSchema>;
export type EngagementQuestion = EngagementConfig['questions'][number];
