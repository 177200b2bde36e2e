"""Tellings reads several reports of the same events and shows what each line rests on."""
