/** A field of work: which certificates belong to it, and which majors, by `专业类/专业`. */
interface Field {
  readonly certificates: RegExp;
  readonly majors: RegExp;
}

/**
 * Which certificate stands with which major in the demo: plausible, not a rule of the pilot. The public data names the
 * majors of a few certificates only. A certificate belongs to the first field that names it.
 */
const FIELDS: readonly Field[] = [
  {
    certificates: /汽车|自动驾驶|交通事故/,
    majors: /^汽车制造类|^道路运输类.*(汽车|车辆|智能交通|交通运营)/,
  },
  {
    certificates: /工业(互联网|机器人|数字孪生)|机器人(操作|装调|编程|应用开发)|可编程|模具|数控/,
    majors:
      /^自动化类|^机电设备类.*(机电|设备|制造|装备)|^机械设计制造类.*(机械|数控|模具|焊接|智能|制造)/,
  },
  {
    certificates: /智能终端|传感网|集成电路|5G|移动通信|IPv6/,
    majors: /^电子信息类|^通信类|^集成电路类|^计算机类.*网络/,
  },
  { certificates: /建筑/, majors: /^建筑设计类|^土建施工类|^建设工程管理类/ },
  { certificates: /测绘/, majors: /^测绘地理信息类/ },
  { certificates: /煤/, majors: /^煤炭类|^化工技术类.*煤/ },
  { certificates: /不停电|光伏/, majors: /^电力技术类|^新能源发电工程类/ },
  { certificates: /食品|粮/, majors: /^食品类|^粮食类/ },
  {
    certificates: /影视|影像|媒体交互|创意|3D|界面|虚拟现实/,
    majors:
      /^艺术设计类.*(数字|动漫|游戏|影|界面|视觉|摄)|^广播影视类.*(影|数字|动画|动漫|摄)|^计算机类.*(媒体|动漫|虚拟|数字)/,
  },
  {
    certificates: /社区|人力资源|档案|照护/,
    majors: /^公共事业类.*(社会|社区)|^公共管理类.*(人力|行政|社区|民政)|^公共服务类|^文秘类/,
  },
  { certificates: /皮肤|母婴/, majors: /^健康管理与促进类|^护理类|.*美容/ },
  { certificates: /业财|财务|财税|金融/, majors: /^财务会计类|^财政税务类|^金融类|^统计类/ },
  {
    certificates: /电子商务|网店|营销|运营|商务流程|物流/,
    majors: /^电子商务类|^工商管理类.*(商|营销|市场)|^经济贸易类/,
  },
  { certificates: /轨道/, majors: /^城市轨道交通类|^轨道装备类/ },
  { certificates: /空中|航空/, majors: /^航空运输类/ },
  // Software, data, networks and the rest: nearly every school teaches computing.
  { certificates: /./, majors: /^计算机类/ },
];

export interface FieldMajor {
  readonly name: string;
  readonly className: string;
}

const takes = (field: Field, major: FieldMajor): boolean =>
  field.majors.test(`${major.className}/${major.name}`);

/** Whether a school with this major would apply for this certificate. */
export const fits = (certificateName: string, major: FieldMajor): boolean => {
  const field = FIELDS.find(({ certificates }) => certificates.test(certificateName));
  return field !== undefined && takes(field, major);
};

/**
 * The majors of one school out of those of its level: three of the field that comes first, the others of computing.
 * @param shuffled majors of the school's level, in the order in which they are drawn
 */
export const majorsOfSchool = <M extends FieldMajor>(
  shuffled: readonly M[],
  count: number,
): readonly M[] => {
  const computing = FIELDS.slice(-1);
  const [first] = shuffled.flatMap((major) =>
    FIELDS.slice(0, -1).filter((field) => takes(field, major)),
  );
  const own = shuffled.filter((major) => first !== undefined && takes(first, major)).slice(0, 3);
  const common = shuffled.filter(
    (major) => !own.includes(major) && computing.some((field) => takes(field, major)),
  );
  return [...own, ...common].slice(0, count);
};
