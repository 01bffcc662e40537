import { chineseNumber, englishNumbers } from './numerals.ts';

/** A word that may not change unnoticed: where it stands, and what it says however it is written (三十 and 30 are one). */
export type ProtectedWord = { from: number; to: number; says: string };

const DIGITS = String.raw`\d+(?:[.,:/-]\d+)*`;
const CHINESE_DIGITS = '[〇零一二兩三四五六七八九十百千萬億]';
const MEASURES =
  '個半月|個月|個小時|小時|分鐘|星期|公里|公尺|公分|公斤|公噸|公升|平方公尺|人次|百分點|天|日|週|周|月|年|歲|時|分|秒|人|位|名|次|回|件|項|條|款|家|所|間|里|區|縣|市|鄉|鎮|村|戶|元|塊|萬|億|成|倍|度|級|樓|號|班|輛|艘|台|臺|座|張|份|階段|期|場|趟|公頃';
const UNITS =
  'percent|hours?|hrs?|minutes?|mins?|seconds?|days?|weeks?|months?|years?|people|persons?|times?|metres?|meters?|kilometres?|kilometers?|dollars?|km|kg|cm|mm|ml|mg|m|g|l|px|gb|mb|kb|twd|usd';

// Words in which a character of the list below means something else.
const HARMLESS =
  /未來|非常|非洲|無線|無人機|應用|供應|反應|回應|適應|對應|因應|響應|應對|應變|覺得|值得|獲得|取得|得到|懂得|記得|顯得|難得|使得|所得|得分|心得|只要|一只|必要|必然|須知|限公司|權限|期限內容|每每|千萬別|萬一|十分|百姓|統一|一般|一起|一樣|一定|唯一|任何人都知道/gu;

const NUMBER = new RegExp(
  `(?<![\\p{Script=Latin}\\d])(?:NT\\$|US\\$|[$€£¥#])?\\s?${DIGITS}(?:\\s?[萬億兆千百])*\\s?(?:[%‰°]C?|(?:${MEASURES})|(?:${UNITS})(?!\\p{Script=Latin}))?`,
  'giu'
);
const SPELLED = new RegExp(`第?${CHINESE_DIGITS}+(?:點${CHINESE_DIGITS}+)?(?:${MEASURES})?`, 'gu');
const WEEKDAY = /(?:星期|禮拜|週|周)[一二三四五六日天]/gu;
const CHINESE =
  /不得|不可|不能|不|未|無|沒有|沒|非|勿|莫|否|別|禁止|嚴禁|必須|務必|必|應該|應|須|得|至少|至多|最少|最多|最低|最高|僅|只|以上|以下|以內|以外|之內|之前|之後|以前|以後|超過|低於|高於|少於|多於|除外|除非|一律|所有|全部|全體|任何|皆|均|每|或|免|限/gu;
const ENGLISH = new RegExp(
  String.raw`(?<![\p{Script=Latin}\p{N}])(?:at least|at most|no one|more than|less than|fewer than|up to|not|no|cannot|never|none|nobody|nothing|neither|nor|without|must|shall|should|may|only|unless|except|always|all|every|each|any|either|or|before|after|until|within|minimum|maximum|forbidden|prohibited|required|half|twice|double|daily|weekly|monthly|yearly|${englishNumbers.join('|')})(?![\p{Script=Latin}\p{N}])|(?<=\p{Script=Latin})n[’']t(?!\p{Script=Latin})`,
  'giu'
);
const MONTHS =
  /(?<!\p{Script=Latin})(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?!\p{Script=Latin})/gu;
// A capital inside a sentence begins a name.
const NAMES = /(?<=[\p{Ll}\p{N},;] )\p{Lu}[\p{L}’'-]+/gu;

/**
 * The words of a text that carry weight: numbers with their units and dates, however they are written, what forbids, demands,
 * denies or limits, and names in English. In order; they do not overlap. The text is one that {@link normalText} gave.
 */
export function protectedWords(text: string): ProtectedWord[] {
  const harmless = [...text.matchAll(HARMLESS)].map((found) => spanOf(found));
  const isHarmless = (one: Span) => harmless.some((other) => one.from < other.to && other.from < one.to);
  const found: ProtectedWord[] = [];
  const add = (pattern: RegExp, says: (word: string) => string | null) => {
    for (const match of text.matchAll(pattern)) {
      const span = spanOf(match);
      if (found.some((other) => span.from < other.to && other.from < span.to)) continue;
      const said = says(match[0]);
      if (said !== null) found.push({ ...span, says: said });
    }
  };
  add(WEEKDAY, (word) => `day ${word.at(-1)}`);
  add(NUMBER, (word) => `number ${numberSays(word)}`);
  add(SPELLED, (word) => spelledSays(word));
  add(MONTHS, (word) => `date ${word}`);
  add(ENGLISH, (word) => englishSays(word.toLowerCase()));
  add(CHINESE, (word) => `word ${word}`);
  add(NAMES, (word) => `name ${word}`);
  return found
    .filter((one) => /^(?:number|day|date) /.test(one.says) || !isHarmless(one))
    .sort((a, b) => a.from - b.from);
}

type Span = { from: number; to: number };

function spanOf(found: RegExpMatchArray): Span {
  return { from: found.index!, to: found.index! + found[0].length };
}

function numberSays(word: string): string {
  return word
    .replace(/\s+/gu, '')
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .toLowerCase();
}

/** Null for a lone 一 and its like in an everyday word, where it counts nothing. */
function spelledSays(word: string): string | null {
  const [, digits = '', rest = ''] =
    new RegExp(`^(第?${CHINESE_DIGITS}+(?:點${CHINESE_DIGITS}+)?)(.*)$`, 'u').exec(word) ?? [];
  const value = chineseNumber(digits.replace('第', ''));
  if (value === null) return null;
  const isCounted = rest !== '' || digits.startsWith('第') || [...digits].length > 1 || value >= 10;
  return isCounted ? `number ${value}${rest}` : null;
}

function englishSays(word: string): string {
  const value = englishNumbers.indexOf(word as (typeof englishNumbers)[number]);
  if (value >= 0) return `number ${value}`;
  return /^n.t$/.test(word) || word === 'cannot' ? 'word not' : `word ${word}`;
}
