/** The judgement of one turn: what is filled in, and what was said before. */
import { z } from 'zod';
import { type Annotation, type ReviewedTurn, reviewStates } from '../../transcripts/review-store.js';
import { Button, Buttons, Choices, Details, Field, Form, LinkButton, Tag, Time } from '../components.js';
import { linkTo } from '../page-context.js';
import { UserText } from './turn-parts.js';
import { type Names, reasons, stateHints, stateNames, stateTones } from './vocabulary.js';

/** Longest texts that are kept, in characters. */
const LONGEST_REASON = 120;
const LONGEST_COMMENT = 2000;

/** The form as it was sent. */
export interface ReviewFields {
  etat?: string;
  motif?: string;
  fiche?: string;
  commentaire?: string;
}

export interface ReviewProblems {
  etat?: string;
  fiche?: string;
  commentaire?: string;
  motif?: string;
}

const formSchema = z.object({
  etat: z.enum(reviewStates, 'Choisissez un état.'),
  motif: z.string().trim().max(LONGEST_REASON, `${LONGEST_REASON} caractères au plus`).default(''),
  fiche: z.string().trim().max(200, '200 caractères au plus').default(''),
  commentaire: z.string().trim().max(LONGEST_COMMENT, `${LONGEST_COMMENT} caractères au plus`).default(''),
});

/**
 * Reads a judgement; what staff write is masked like what visitors write.
 * @param entryOf id of the entry of a title; undefined when there is none
 */
export function readReview(
  form: Readonly<Record<string, string>>,
  { redact, entryOf }: { redact(text: string): string; entryOf(title: string): string | undefined },
): { annotation: Omit<Annotation, 'by' | 'at'> } | { problems: ReviewProblems } {
  const parsed = formSchema.safeParse(form);
  if (!parsed.success) {
    const { fieldErrors } = z.flattenError(parsed.error);
    const first = (name: keyof ReviewFields) => fieldErrors[name]?.[0];
    return {
      problems: { etat: first('etat'), motif: first('motif'), fiche: first('fiche'), commentaire: first('commentaire') },
    };
  }
  const { etat, motif, fiche, commentaire } = parsed.data;
  const rightEntry = fiche === '' ? undefined : entryOf(fiche);
  if (fiche !== '' && rightEntry === undefined)
    return { problems: { fiche: `Aucune fiche ne s’appelle « ${fiche} ». Choisissez un titre dans la liste.` } };
  return {
    annotation: {
      state: etat,
      ...(motif ? { reason: redact(motif) } : {}),
      ...(rightEntry ? { rightEntry } : {}),
      ...(commentaire ? { comment: redact(commentaire) } : {}),
    },
  };
}

export interface ReviewFormProps {
  turn: ReviewedTurn;
  /** `liste` of the address: where to go on. */
  liste: string;
  titles: readonly string[];
  names: Names;
  values?: ReviewFields;
  problems?: ReviewProblems;
}

export function ReviewForm({ turn, liste, titles, names, values, problems = {} }: ReviewFormProps) {
  const last = turn.annotations.at(-1);
  const shown: ReviewFields = values ?? {
    etat: last?.state,
    motif: last?.reason,
    fiche: last?.rightEntry && names.entry(last.rightEntry),
    commentaire: last?.comment,
  };
  return (
    <Form action="/console/relecture" class="plain-form review" label="Relecture de cet échange">
      <input type="hidden" name="tour" value={turn.id} />
      <input type="hidden" name="liste" value={liste} />
      <Choices
        legend="Que vaut cette réponse ?"
        name="etat"
        values={shown.etat ? [shown.etat] : []}
        error={problems.etat}
        options={reviewStates.map((state, index) => ({
          value: state,
          label: stateNames[state],
          hint: stateHints[state],
          shortcut: String(index + 1),
        }))}
      />
      <Field
        label="Motif"
        name="motif"
        value={shown.motif}
        suggestions={reasons}
        maxLength={LONGEST_REASON}
        error={problems.motif}
        hint="Choisissez dans la liste, ou écrivez le vôtre."
      />
      <Field
        label="Bonne fiche"
        name="fiche"
        value={shown.fiche}
        suggestions={titles}
        shortcut="e"
        error={problems.fiche}
        hint="La fiche qui aurait dû répondre : commencez à écrire son titre."
      />
      <Field
        label="Commentaire"
        name="commentaire"
        value={shown.commentaire}
        rows={3}
        shortcut="c"
        maxLength={LONGEST_COMMENT}
        error={problems.commentaire}
        hint="Les données personnelles y sont masquées aussi."
      />
      <Buttons>
        <Button shortcut="Enter">Enregistrer et continuer</Button>
        <LinkButton href={linkTo('/relecture/suivant', { liste, apres: turn.id })} kind="quiet" shortcut="n">
          Passer
        </LinkButton>
      </Buttons>
    </Form>
  );
}

/** Every judgement, newest first. */
export function ReviewHistory({
  annotations,
  names,
  nameOf,
}: {
  annotations: readonly Annotation[];
  names: Names;
  nameOf(id: string): string;
}) {
  if (annotations.length === 0) return null;
  return (
    <Details summary={`Relectures (${annotations.length})`} open={annotations.length === 1}>
      <ol class="rows history" reversed>
        {[...annotations].reverse().map((each) => (
          <li key={`${each.at}-${each.state}`} class="judgement">
            <p>
              <Tag tone={stateTones[each.state]}>{stateNames[each.state]}</Tag> par {nameOf(each.by)}, <Time iso={each.at} />
            </p>
            {each.reason && (
              <p>
                Motif : <UserText text={each.reason} />
              </p>
            )}
            {each.rightEntry && <p>Bonne fiche : {names.entry(each.rightEntry)}</p>}
            {each.comment && (
              <blockquote class="quote">
                <UserText text={each.comment} />
              </blockquote>
            )}
          </li>
        ))}
      </ol>
    </Details>
  );
}

/** From a judged turn to a better base. */
export function MakeItBetter({ turn }: { turn: ReviewedTurn }) {
  if (!turn.question?.trim()) return null;
  const tour = turn.id;
  return (
    <div class="stack better">
      <h3>Améliorer la base</h3>
      <Buttons>
        <LinkButton href={linkTo('/base/ajouter', { tour })}>Ajouter cette formulation à une fiche</LinkButton>
        <LinkButton href={linkTo('/base/fiches/nouvelle', { tour })}>Écrire une fiche</LinkButton>
        <LinkButton href={linkTo('/base/examen', { tour })}>En faire une ligne d’examen</LinkButton>
      </Buttons>
    </div>
  );
}
