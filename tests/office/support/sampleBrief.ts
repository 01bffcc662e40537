import { sectors } from '#lib/access/index.ts';
import { blocksFromMarkdown, plainText, textHash, type Block } from '#lib/briefs/index.server.ts';
import type { SectionText } from '#lib/briefs/index.ts';
import type { BriefExport, ExportNote } from '#lib/export/index.server.ts';

const problem = `強風停航的日子，離岸三百多位**長者**無法回診，見[航班統計](https://example.org/ferry?year=2026&port=3)。
第二行之後，*全形標點*與 ~~刪去的字~~、\`code & <tag>\` 並存。

## 現況

- 第一層
  - 第二層
    1. 第三層之一
    2. 第三層之二
  - 第二層又一
- 又一項

5. 從五開始
6. 第六

- [ ] 向港務局要 2024–2026 的資料
- [x] 訪談十二位長者

| 月份 | 停航日數 | 影響人次與說明 |
| --- | --- | --- |
| 十二月 | 9 | 三百一十二人次，多為慢性病回診，改期平均延後十一天 |
| 一月 | 14 | 四百零八人次 |

> 「船不開，藥就斷了。」
>
> - 受訪者甲

### 更細的一點

\`\`\`sql
select count(*)  from sailings
  where wind > 8;
\`\`\`

---

最後一段，附上\\
換行與 <script>alert(1)</script> 原樣。`;

const english = `When the wind is strong, more than three hundred older people cannot reach the clinic.

| Month | Days |
| --- | --- |
| December | 9 |`;

const [first, second, third] = ['A'.repeat(22), 'B'.repeat(22), 'C'.repeat(22)] as const;
const badLink: Block = {
  type: 'paragraph',
  content: [
    {
      type: 'text',
      text: '這裡不該連出去',
      marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }]
    }
  ]
};

const sections: SectionText[] = [
  {
    ...{ id: first, key: 'problem', lang: 'zh-Hant', of: null },
    blocks: [...blocksFromMarkdown(problem), badLink]
  },
  { ...{ id: second, key: 'problem', lang: 'en', of: first }, blocks: blocksFromMarkdown(english) },
  { ...{ id: third, key: 'facts', lang: 'zh-Hant', of: null }, blocks: [{ type: 'paragraph' }] }
];

function noteOn(number: number, quote: string, said: Partial<ExportNote> = {}): ExportNote {
  const from = plainText(sections[0]!.blocks).indexOf(quote);
  if (from < 0) throw new Error(`the sample does not say ${quote}`);
  return {
    ...{ id: `${number}`.repeat(22), number, section: first, from, to: from + quote.length, quote },
    ...{
      kind: 'need',
      label: '需求',
      text: '這是最急的',
      who: { name: '林阿好', organisation: '離島長照站' }
    },
    ...said
  };
}

/** A brief with everything a text may hold: two languages, nested lists, tables, notes on words, in a cell and on lost ones. */
export const sampleBrief: BriefExport = {
  brief: {
    id: 'D'.repeat(22),
    title: '渡船停駛時，長者如何就醫',
    summary: '強風停航的日子，離岸三百多位長者無法回診。',
    lang: 'zh-Hant',
    titleTranslated: 'Getting to the clinic when the ferry stops',
    summaryTranslated: null,
    stage: 'framed',
    steward: '林阿好',
    responder: '港務局'
  },
  programme: { title: '港邊黑客松', titleTranslated: 'Harbour Night', lang: 'zh-Hant' },
  sections,
  contributors: sectors.map((sector, at) => ({
    sector,
    people: at < 2 ? [{ name: ['王小明', '林阿好'][at]!, organisation: at === 0 ? '港務科' : null }] : []
  })),
  version: { seq: 42, hash: textHash(sections) },
  link: 'https://groundwork.example/p/EEEEEEEEEEEEEEEEEEEEEE/briefs/DDDDDDDDDDDDDDDDDDDDDD',
  at: Date.UTC(2026, 10, 24, 2),
  timeZone: 'Asia/Taipei',
  lang: 'zh-Hant',
  notes: [
    noteOn(1, '長者'),
    noteOn(2, '第三層之二', { kind: 'evidence', label: '依據', text: null }),
    noteOn(3, '改期平均延後十一天', { kind: 'question', label: '疑問', text: '怎麼算的？', who: null }),
    noteOn(4, 'wind > 8', { kind: 'term', label: '名詞', text: '蒲福風級' }),
    {
      ...noteOn(5, '第一層', { text: '原文刪了' }),
      ...{ from: null, to: null, quote: '已經不在的字' }
    }
  ]
};
