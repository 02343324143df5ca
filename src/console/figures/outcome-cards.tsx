import { Figure } from '../components.js';
import type { Figures, Outcomes } from './read-figures.js';
import { sayShare } from './shares.js';

/** What became of the questions, a card each, with what it was before. */
export function OutcomeCards({ figures: { now, before, period } }: { figures: Figures }) {
  const was = (value: string) => `${period.before} : ${value}`;
  const share = (key: 'answered' | 'clarified' | 'unanswered' | 'contact' | 'guided') => {
    const of = (outcomes: Outcomes) => sayShare({ part: outcomes[key], whole: outcomes.questions });
    return { value: of(now), hint: was(of(before)) };
  };
  const opinions = ({ likes, dislikes, questions }: Outcomes) => sayShare({ part: likes + dislikes, whole: questions });
  return (
    <div class="figures outcomes">
      <Figure
        label="questions"
        value={now.questions.toLocaleString('fr-FR')}
        hint={was(before.questions.toLocaleString('fr-FR'))}
      />
      <Figure label="ont reçu une réponse" {...share('answered')} />
      <Figure label="ont dû être précisées" {...share('clarified')} />
      <Figure label="sans réponse" {...share('unanswered')} />
      <Figure label="contact ou personne" {...share('contact')} />
      <Figure label="échanges du choix guidé" {...share('guided')} />
      <Figure
        label="avis : utile / pas utile"
        value={`${now.likes} / ${now.dislikes}`}
        hint={was(`${before.likes} / ${before.dislikes}`)}
      />
      <Figure label="questions avec un avis" value={opinions(now)} hint={was(opinions(before))} />
    </div>
  );
}
