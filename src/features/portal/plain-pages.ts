import { markup } from '../../platform/page/html.ts';
import type { PageContent } from '../../platform/page/layout.ts';
import { facts } from '../../platform/page/parts.ts';
import type { SiteSettings } from '../../platform/page/site-settings.ts';

export const contactContent = ({
  contactLines,
  officeName,
  provinceName,
}: SiteSettings): PageContent => ({
  title: '联系我们',
  description: '1+X 证书试点项目办的联系方式。',
  current: '/contact',
  body: markup`${officeName !== '' && markup`<p class="lead">${provinceName}${officeName}</p>`}
${
  contactLines.length === 0
    ? markup`<p>项目办还没有公布联系方式。已有账号的单位请登录工作平台，在页面上方查看项目办的通知。</p>`
    : facts(
        contactLines.map((line) =>
          typeof line === 'string' ? (['', line] as const) : ([line.label, line.value] as const),
        ),
      )
}
<h2>没有账号</h2>
<p>单位已有管理员的，请找本单位管理员开通。首次参加试点的单位，请<a href="/desk/account-request">上传盖章授权书申请账号</a>，项目办核对后发给一次性的激活链接，密码由本人设置，不会口头告知。</p>`,
});

export const accessibilityContent = (): PageContent => ({
  title: '无障碍说明',
  description: '本网站的无障碍设计、已知不足与意见反馈方式。',
  body: markup`<p class="lead">我们希望每个人都能用这个网站查到需要的信息，不论使用什么设备、用什么方式阅读。</p>
<h2>做了什么</h2>
<ul>
<li>公开页面不需要脚本，旧浏览器和文字浏览器也能阅读。</li>
<li>全部功能可以只用键盘操作；按 Tab 键首先出现“跳到正文”。</li>
<li>页面可以放大到 400%，手机上表格改为卡片排列。</li>
<li>状态同时用文字和图形表示，不单靠颜色；页面上方可以换成大字版、深色或浅色，不选时随系统设置，也支持系统的高对比度设置。</li>
<li>全站搜索用两个字、拼音或首字母就能找到；截止时间同时写明剩余时间和具体时刻。</li>
<li>标题、表格和表单都有读屏软件可以识别的结构；名单可以直接打印。</li>
</ul>
<h2>对照的标准</h2>
<p>按《Web 内容无障碍指南》（WCAG）2.2 的 AA 级和 GB/T 37668—2019 自行对照检查，没有经过第三方认证。</p>
<h2>已知不足</h2>
<ul>
<li>院校上传的材料是扫描件，读屏软件可能读不出其中的文字。</li>
<li>备案名单的列较多，在窄屏幕上以卡片显示，不便于横向比较，可以下载表格查看。</li>
</ul>
<h2>反馈</h2>
<p>遇到读不了、点不到、看不清的地方，请<a href="/contact">告诉我们</a>，写明页面地址和所用设备，我们会尽快改进。</p>`,
});
