/** Words that carry grammar, not subject: they count as features, never as « content » when coverage is measured. */
const LIST = `a ah ai aie ainsi alors apres as au aucun aucune aujourd aura aurai aurait aussi autre autres aux avait avant avec avez avoir avons ayant
beaucoup ben bien bon bonjour bonsoir bref ca car ce cela celle celles celui cependant certain certaines certains ces cet cette ceux chaque chez ci coi
comme comment concernant dans de deja depuis des dessus deux devons devez devoir dit dire dites doit doivent donc dont du elle elles en encore
entre es est et etaient etais etait etant ete etes etre eu eux fais faire fait faites faudrait faut fois font hui ici il ils j jai
je jusque juste la laquelle le lequel les lesquelles lesquels leur leurs lorsque lui ma mais me meme memes merci mes mettre moi moins mon ne
ni non nos notre notres nous on ont or ou oui par parce pas pendant peu peut peuvent peux plus plusieurs plutot point pour pourquoi pourra pourrait
pourriez pouvez pouvoir pouvons puis puisque puisse qu quand quant que quel quelle quelles quelque quelques quels qui quoi quoique sa sais sait
salut sans savez savoir se selon sera serai serait ses seul si soit sommes son sont sous souhaite souhaitons suis sur svp ta tant te tel telle tes
toi ton tous tout toute toutes tres trop tu un une va vais vas vers veut veux veulent voila voir vont vos votre vous voudrais voudrait voulez voulons vouloir
vraiment vu y
combien est-ce aimerais aimerait aimerions quest cest etc hein euh stp ok`;

export const FUNCTION_WORDS: ReadonlySet<string> = new Set(LIST.split(/\s+/));
