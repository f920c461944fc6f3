/**
 * Words that the commonest passwords are made of, in lower case: the English and Chinese (pinyin) words, names and
 * number jokes that lead every published list of leaked passwords, and the words of this work itself. A password that
 * is little more than such words is guessed first (ASVS 6.2.4, 6.2.11).
 */
const WORDS = `
onex 1plusx 1+x 1x 1jiax yijiax yijiaxzhengshu zhengshu shidian beian shenbao shenhe pingtai xiangmu xiangmuban
xiangmubangongshi bangongshi jiaoyu jiaoyuting jiaoyuju jiaotiju tingju xueyuan xuexiao daxue zhongzhuan gaozhi
zhongzhi jishi zhiye zhiyejishu zhiyejiaoyu jineng dengji peixun pingjia zuzhi guanliyuan guanli xitong denglu mima
kouling zhanghao yonghu laoshi jiaoshi xuesheng jiaowu jiaowuchu zhongguo woaizhongguo shaanxi shanxi xian xianyang
baoji weinan tongchuan yanan yulin hanzhong ankang shangluo yangling hancheng shenmu fugu changan qinling sanqin
陕西 西安 证书 试点 项目办 教育厅 教育局 学院 学校 职业 技能 管理员 密码 口令 平台 系统 中国 我爱你 老师 学生

password passwort passwd passw0rd password1 pass admin administrator root toor user guest test tester testing login
welcome letmein secret changeme changeit default master access system server service manager support public private
security secure internet computer windows office google baidu tencent alibaba taobao wechat weixin qqmail facebook
twitter youtube yahoo hotmail samsung huawei xiaomi apple android oracle cisco linux ubuntu debian docker mysql
postgres database redis spring tomcat nginx apache github gitlab jenkins minecraft pokemon nintendo playstation

qwerty qwertyuiop qwertz azerty asdfgh asdfghjkl asdf zxcvbn zxcvbnm qazwsx qazwsxedc wsxedc edcrfv qweasd qweasdzxc
qwaszx zaqwsx zaqxsw cdevfr mnbvcxz poiuytrewq lkjhgfdsa 1qaz2wsx 1qaz 2wsx 3edc 4rfv 5tgb 6yhn zaq1 xsw2 cde3 vfr4
1q2w3e4r 1q2w3e 1q2w 1a2b3c 1a2b a1b2c3 q1w2e3 a1s2d3 abcd abcdef abc123 qwe123 asd123 zxc123 123qwe 123abc 123asd
qwer1234 asdf1234 aa123 a123 q123 qq123 zz123 xx123 w123 z123 l123

iloveyou ilovey ilove loveyou loveme lovely lover love forever always never sunshine princess prince queen king angel
baby babygirl darling honey sweet sweety cutie beauty beautiful pretty happy lucky smile friend friends family mother
father mommy daddy brother sister sweetheart kissme hugme mylove mylife myself trustno trustme whatever nothing
something anything everything someone anyone everyone believe dream dreams dreamer hope peace freedom liberty justice
victory winner champion legend hero super superman batman spiderman ironman superstar starwars startrek matrix
avatar naruto pikachu dragon dragonball monkey tiger lion panda eagle falcon hawk wolf bear horse rabbit turtle
dolphin shark whale snake spider butterfly flower rose lily jasmine orchid lotus violet daisy cherry peach apple
orange banana lemon melon grape berry strawberry blueberry pineapple mango coconut potato tomato pepper ginger
garlic onion cookie candy chocolate coffee cocacola pepsi vanilla caramel butter cheese bread noodle sugar
summer winter spring autumn january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday weekend holiday birthday christmas newyear morning
midnight night today tomorrow yesterday
football soccer basketball baseball volleyball tennis hockey golf swimming fishing hunter ranger warrior fighter
soldier sniper killer shadow phantom ghost demon devil satan jesus christ heaven hell magic wizard merlin gandalf
hobbit knight castle dungeon crystal diamond silver golden gold platinum copper steel metal metallica nirvana
eminem rock music guitar piano violin drummer dancer singer player gamer games gaming online offline digital
electric thunder lightning storm hurricane tornado volcano mountain river ocean island beach desert forest garden
rainbow moon moonlight star stars starlight skyline space galaxy planet earth mars venus jupiter saturn mercury
phoenix pegasus unicorn mustang porsche ferrari mercedes benz audi toyota honda nissan mazda suzuki yamaha kawasaki
harley ducati camaro corvette chevrolet jaguar lexus volvo
michael jackson jordan jennifer jessica michelle nicole daniel david andrew anthony robert richard thomas william
george charlie charles joseph joshua matthew justin brandon christian christopher alexander alexandra nicholas
natasha victoria elizabeth samantha amanda ashley melissa hannah sarah rachel rebecca laura lauren emily sophie
sophia olivia maria marina martin martina peter patrick kevin jason steven stephen brian eric frank henry oliver
harry jack james john johnson johnny tommy bobby billy jimmy tony lucas simon adam benjamin samuel nathan vincent
victor leonardo ronaldo messi beckham kobe lebron iverson taylor swift madison morgan maggie molly lucy bella daisy
london paris newyork chicago boston dallas houston texas florida california america canada england france germany
russia australia brazil japan korea china beijing shanghai guangzhou shenzhen tianjin chongqing chengdu hangzhou
nanjing wuhan suzhou qingdao dalian xiamen hongkong taiwan
monster zombie vampire alien pirate ninja samurai robot machine engine rocket missile bullet gunner trigger
hammer scorpion viper cobra python panther cougar leopard cheetah elephant giraffe penguin chicken rooster
buster rocky lucky sparky smokey fluffy snoopy mickey minnie donald goofy garfield tigger winnie barbie hello
liverpool mynoob fuck fuckyou inside 18n28n24a5
hellokitty goodluck goodbye goodmorning thankyou please nuttertools welcome1 whatsup nothing1 computer1 blink182 pass123

woaini woaiwo woaiwojia woaiwoziji woaimama woaibaba woailaopo woailaogong woaiziji woxihuanni woxiangni woyaofacai
woshishui woshiwo woshishen woshitiancai woshinidie woshiniba wojiushiwo wodemima wodemingzi wodezuiai wodeai
wobuzhidao wozhidao wozhiaini wozuiaini jiushiaini zhendeaini zhenaini ainiyiwannian yishengyishi yiqie yilufacai
aini aiwo nihao nihaoma nishishui nishiwode niaiwo meiyoumima buzhidao bugaosuni zhimakaimen facai gongxifacai
xinnian kuaile shengrikuaile shengri laopo laogong baobao baobei baobeier mama baba gege jiejie didi meimei
yeye nainai laoda laoban xiaoxiao xiaolong xiaofeng xiaoyu xiaohong xiaoming xiaohua xiaowei xiaoqiang xiaojun
xiaojian xiaoyao tiantian tianshi tiancai tianxia tianya mengmeng menghuan yangyang jingjing tingting feifei
dongdong nannan yuanyuan huanhuan shanshan lingling yingying qianqian miaomiao wenwen weiwei jiajia jiaojiao
maomao mingming liangliang longlong xingxing xinxin qiqi lele doudou niuniu zhuzhu chenchen jianjian caonima
wocao woniubi niubi shabi wangba hahaha hehehe wuwuwu ainiyo buaini jintian mingtian zaijian huanying huoying
qingchun xingfu pingan jiankang shunli chenggong nuli jiayou fendou

zhang zhangwei zhangyang zhanglei zhangjian zhangjun zhangjie zhangjing zhangyan zhangyu zhangxin zhangpeng wang
wangwei wangyang wangjian wangjing wanglei wangchao wangpeng wangqiang wanghao wanggang wangfeng wangjun wangxin
liyang liwei lijun lilei lihua liming liujian liuyang liuwei liujun chen chenwei chenjian chenjun yang yangjian
yangyang1 zhao zhaowei huang huangwei zhou zhouwei jiang jiangwei liang song tang feng deng zeng peng xiao
cheng yuan dong gong shao meng qian cao zheng xuwei sunwei huwei guowei linwei hewei gaowei luowei

5201314 520520 5211314 521521 1314520 1314521 1314 3344520 3344521 5203344 584520 5845201314 7758521 7758258 775852
7788520 7708801314520 147258369 147258 369258147 147852369 147852 258369 789456123 789456 741852963 741852 963852741
963852 159357 159753 753951 951753 357159 456852 852456 134679 258456 123698745 123654 123654789 123987 112233
11223344 112233445566 223344 332211 445566 778899 998877 100200 100200300 110110 110120 110119 120120 119119 112358
1123581321 314159 31415926 3141592653 271828 142857 168168 16899168 518518 666888 888666 888999 666999 131421 121212
131313 123123 12341234 123321 1234321 12344321 123454321 1233211234567 135246 13579 135790 1357924680 24680 246810
102030 010203 007007 20082008 beijing2008 696969 420420 8675309 4815162342 1029384756 10293847 5150 7895123 7894561230
`;

export const COMMON_WORDS: readonly string[] = [
  ...new Set(WORDS.split(/\s+/).filter((word) => word !== '')),
];
