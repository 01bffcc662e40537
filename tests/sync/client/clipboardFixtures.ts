/** What other programs put on the clipboard, shortened to what matters; written by hand after their real markup. */

/** Microsoft Word: conditional comments, Mso classes, lists as paragraphs with the bullet as text. */
export const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<meta name=Generator content="Microsoft Word 15"><style>p.MsoNormal{margin:0cm;font-family:"新細明體"}</style></head>
<body lang=ZH-TW style='tab-interval:24.0pt'><!--StartFragment-->
<h1 style='margin:12pt'><span lang=EN-US>1. </span><b>背景</b><span lang=EN-US><o:p></o:p></span></h1>
<p class=MsoNormal><span style='font-family:"新細明體"'>下渡里<b>淹水</b>頻仍。</span><o:p></o:p></p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='margin-left:18.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>獨居長者<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>n<span>&nbsp; </span></span></span><![endif]>重聽者</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>l<span>&nbsp;</span></span>身障者</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>3.<span>&nbsp;</span></span>第三點</p>
<table class=MsoTableGrid border=1><tr><td width=100 colspan=2><p class=MsoNormal>單位</p></td></tr>
<tr><td><p class=MsoNormal>水利局</p></td><td><p class=MsoNormal>簡訊</p></td></tr></table>
<!--EndFragment--></body></html>`;

/** Google Docs: everything in a bold that is not, styles on spans, inner lists beside the items. */
export const docs = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span style="font-size:16pt;font-weight:700;">小標</span></h2>
<p dir="ltr"><span style="font-weight:400;">一般</span><span style="font-weight:700;">粗</span><span style="font-style:italic;">斜</span><a href="https://example.org/a"><span style="text-decoration:underline;">連結</span></a></p>
<ul><li dir="ltr" aria-level="1"><p role="presentation"><span>外</span></p></li><ul><li dir="ltr" aria-level="2"><p role="presentation"><span>內</span></p></li></ul></ul>
<ul><li role="checkbox" aria-checked="true"><p>做完</p></li></ul><br class="Apple-interchange-newline"></b>`;

/** Excel and its kin: a table in a page of styles. */
export const excel = `<html><head><style>td{mso-number-format:General}</style></head><body><table width=192><!--StartFragment--><col width=64>
<tr height=20><td class=xl65>年</td><td>次數</td></tr><tr><td align=right>2024</td><td align=right>3</td></tr><!--EndFragment--></table></body></html>`;

/** A web page: navigation looks, scripts, pictures, a table with a head. */
export const web = `<div class="post" style="color:red"><script>alert(1)</script><h3>標題</h3><div>一段<br>兩行</div>
<p><img src="https://example.org/map.png" alt="淹水地圖"> <img src="data:image/png;base64,AAAA" alt=""></p>
<p><a href="javascript:alert(1)">按我</a></p><blockquote><p>引言</p></blockquote><pre><code>a = 1
b = 2</code></pre><ul class="contains-task-list"><li class="task-list-item"><input type="checkbox" disabled> 待辦</li></ul>
<table><thead><tr><th>誰</th><th>何時</th></tr></thead><tbody><tr><td><h4>里長</h4></td><td><ul><li>早上</li></ul></td></tr></tbody></table></div>`;

/** HackMD or HedgeDoc: the note's own source as plain text. */
export const hackmd = '# 共筆\n\n- 甲\n- 乙\n\n| 誰 | 事 |\n|---|---|\n| 里長 | 敲門 |\n\n**結論**：待定';
