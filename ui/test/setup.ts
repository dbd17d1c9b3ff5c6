// What every unit test starts from: Chinese, the round's time zone, no program behind the window.
import { beforeEach } from 'vitest';
import { locale } from '$i18n';

beforeEach(() => {
  locale.language = 'zh-CN';
  locale.zone = 'Asia/Shanghai';
});
