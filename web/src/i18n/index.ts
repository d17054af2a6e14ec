import { en, type Texts } from "./en.js";
import { ko } from "./ko.js";

export type Language = "en" | "ko";

export const languages: Language[] = ["en", "ko"];

export const texts: Record<Language, Texts> = { en, ko };
